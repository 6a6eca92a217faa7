// Source-generated JSON for everything the sandbox writes itself; stored credentials are never serialised.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conferral.Sandbox;

[JsonSerializable(typeof(ImsxStatusInfo))]
[JsonSerializable(typeof(CapitalStatusInfo))]
[JsonSerializable(typeof(PlainFailure))]
[JsonSerializable(typeof(PlainSuccess))]
[JsonSerializable(typeof(SandboxAccount))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(RegisteredClient))]
[JsonSerializable(typeof(AuthorizationServerMetadata))]
[JsonSerializable(typeof(ClientProfile))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    /// <summary>Quotes and dots stay as they are: the answers are read by people with curl, and never put into HTML.</summary>
    public static SandboxJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
