// Finds every credential inside a credential.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>A credential and where it is. <see cref="RecordSubject"/> is the subject that holds it, for a member.</summary>
internal readonly record struct FoundCredential(JsonElement Document, string Pointer, DocumentRole Role, JsonElement? RecordSubject);

/// <summary>Members of records at any depth, and endorsements wherever they hang. Bounds: recursion as deep as the parser allows.</summary>
internal sealed class CredentialTree
{
    private readonly List<FoundCredential> _found = [];
    private readonly List<string> _path = [];

    private CredentialTree()
    {
    }

    public static IReadOnlyList<FoundCredential> Of(JsonElement outer)
    {
        var tree = new CredentialTree();
        tree._found.Add(new FoundCredential(outer, "", DocumentRole.Outer, null));
        tree.Visit(outer);
        return tree._found;
    }

    private void Visit(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) ForEach(value, Visit);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            _path.Add(member.Name);
            if (member.NameEquals("verifiableCredential"u8)) Found(member.Value, DocumentRole.Member, value);
            else if (member.NameEquals("endorsement"u8)) Found(member.Value, DocumentRole.Endorsement, null);
            else if (!member.NameEquals("proof"u8) && !member.NameEquals("@context"u8)) Visit(member.Value);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Found(JsonElement value, DocumentRole role, JsonElement? recordSubject)
    {
        if (value.ValueKind == JsonValueKind.Array) ForEach(value, Add);
        else Add(value);

        void Add(JsonElement credential)
        {
            _found.Add(new FoundCredential(credential, Pointer(), role, recordSubject));
            Visit(credential);
        }
    }

    private void ForEach(JsonElement array, Action<JsonElement> visit)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            _path.Add(index++.ToString(CultureInfo.InvariantCulture));
            visit(item);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>Spec: https://www.rfc-editor.org/rfc/rfc6901#section-3</summary>
    private string Pointer()
        => string.Concat(_path.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}
