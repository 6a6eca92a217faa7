// How several credentials go in one request, as conferral.yaml writes it.
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Conferral.Issuance.Workspaces;

/// <summary><c>batch:</c> of one platform: a word (<c>auto</c>, <c>on</c>, <c>off</c>), or a section. Property names are the file's keys; null means "not set".</summary>
public class BatchSection
{
    public string? Mode { get; set; }

    public string? Path { get; set; }

    public int? MaxItems { get; set; }

    public int? MaxBytes { get; set; }

    public string? Wrapper { get; set; }

    public string? Results { get; set; }

    public string? ResultsPointer { get; set; }

    /// <summary>Reads the single word, which stands for the mode.</summary>
    internal sealed class Shorthand : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(BatchSection);

        public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
            => parser.TryConsume<Scalar>(out var word) ? new BatchSection { Mode = word.Value } : rootDeserializer(typeof(Whole));

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer)
            => throw new NotSupportedException("A batch section is only read.");

        /// <summary>The same keys under a type this converter leaves alone.</summary>
        private sealed class Whole : BatchSection;
    }
}
