// JSON kept inside ledger columns.
using System.Text.Json.Serialization;
using Conferral.Credentials;

namespace Conferral.Issuance.Ledger;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
