// What was learned of a platform while connected to it, and a person should know.
namespace Conferral.Issuance.Deliver;

/// <summary>Sentences, each once, in the order they were first said. Safe for concurrent use.</summary>
internal sealed class ConnectionRemarks
{
    private readonly Lock _lock = new();
    private readonly List<string> _said = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock) return [.. _said];
        }
    }

    public void Add(string sentence)
    {
        lock (_lock)
        {
            if (!_said.Contains(sentence)) _said.Add(sentence);
        }
    }
}
