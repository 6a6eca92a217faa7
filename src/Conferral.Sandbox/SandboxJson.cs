// Source-generated JSON for everything the sandbox writes itself; stored credentials are never serialised.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conferral.Sandbox;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImsxStatusInfo))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(AuthorizationServerMetadata))]
[JsonSerializable(typeof(ClientProfile))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class SandboxJson : JsonSerializerContext;
