// Finds every credential inside a credential, in envelopes too.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Verification;

/// <summary>
/// A credential and where it is. <see cref="Binding"/> compares it with the subject that holds it, for a member;
/// <see cref="Envelope"/> the token it came in, and <see cref="Problem"/> why there is no credential to judge.
/// </summary>
internal readonly record struct FoundCredential(JsonElement Document, string Pointer, DocumentRole Role, SubjectBinding? Binding)
{
    public OpenedToken? Envelope { get; init; }

    public Check? Problem { get; init; }
}

/// <summary>
/// The outer credential first, then members of records at any depth, and endorsements wherever they hang, in the order of
/// the text. A token in place of a credential is opened, and searched in turn: a place in it is written as if its credential
/// stood there. Bounds: recursion as deep as the parser allows, in each token anew; a token within tokens is smaller by
/// a quarter each time. Valid until disposed.
/// </summary>
internal sealed class CredentialTree : IDisposable
{
    private readonly List<FoundCredential> _found = [];
    private readonly List<IDisposable> _opened = [];
    private readonly List<Step> _path = [];

    private readonly Action<JsonElement> _visit;

    private CredentialTree() => _visit = Visit;

    /// <summary>One step of the way from the root: a member, or an array's index. Most lead to no credential, so none is written before one is found.</summary>
    private readonly record struct Step(JsonProperty Member, int Index)
    {
        public string Name => Index >= 0 ? Index.ToString(CultureInfo.InvariantCulture) : Member.Name;
    }

    public IReadOnlyList<FoundCredential> Credentials => _found;

    public FoundCredential Outer => _found[0];

    /// <summary>
    /// Reads a credential as JSON or as a token; a token in a file may end with a line break, which is not of the token.
    /// Errors: <see cref="StrictJsonException"/>, <see cref="MalformedTokenException"/>.
    /// </summary>
    public static CredentialTree Read(ReadOnlyMemory<byte> text)
    {
        var tree = new CredentialTree();
        try
        {
            var outer = new FoundCredential(default, "", DocumentRole.Outer, null);
            if (CompactToken.Begins(text.Span)) tree.Open(text.TrimEnd("\r\n"u8), outer);
            else tree.Keep(outer with { Document = tree.Owned(StrictJson.ParseObject(text)).RootElement });
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    public void Dispose() => _opened.ForEach(document => document.Dispose());

    private void Keep(FoundCredential found)
    {
        _found.Add(found);
        Visit(found.Document);
    }

    private T Owned<T>(T document)
        where T : IDisposable
    {
        _opened.Add(document);
        return document;
    }

    private void Visit(JsonElement value)
    {
        if (!MayHoldCredential(value)) return;
        if (value.ValueKind == JsonValueKind.Array) ForEach(value, _visit);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            _path.Add(new Step(member, -1));
            if (member.NameEquals("verifiableCredential"u8)) Found(member.Value, DocumentRole.Member, new SubjectBinding(value));
            else if (member.NameEquals("endorsement"u8) || member.NameEquals("endorsementJwt"u8)) Found(member.Value, DocumentRole.Endorsement, null);
            else if (!member.NameEquals("proof"u8) && !member.NameEquals("@context"u8)) Visit(member.Value);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>Most parts hold none, which the text of a larger one tells faster than a walk through it. An escape may hide a name.</summary>
    private static bool MayHoldCredential(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return false;
        var text = JsonMarshal.GetRawUtf8Value(value);
        return text.Length < 256 || text.IndexOf("verifiableCredential"u8) >= 0 || text.IndexOf("endorsement"u8) >= 0 || text.IndexOf("\\u"u8) >= 0;
    }

    private string Pointer() => _path.Aggregate("", (pointer, step) => JsonPointer.Below(pointer, step.Name));

    private void Found(JsonElement value, DocumentRole role, SubjectBinding? binding)
    {
        if (value.ValueKind == JsonValueKind.Array) ForEach(value, Add);
        else Add(value);

        void Add(JsonElement credential)
        {
            var found = new FoundCredential(credential, Pointer(), role, binding);
            if (credential.ValueKind == JsonValueKind.String && CompactToken.Begins(Encoding.UTF8.GetBytes(credential.GetString()!))) OpenInside(credential.GetString()!, found);
            else if (credential.ValueKind == JsonValueKind.Object && CredentialParts.IsEnveloped(credential)) OpenEnvelope(credential, found);
            else if (credential.ValueKind == JsonValueKind.Object) Keep(found);
            else _found.Add(found with { Problem = Check.Unknown(CheckId.Format, "The credential is only a reference, so there is nothing to check.") });
        }
    }

    private void OpenEnvelope(JsonElement credential, FoundCredential found)
    {
        if (DataUrl.TokenOf(CredentialParts.Text(credential, "id")) is { } token) OpenInside(token, found);
        else _found.Add(found with { Problem = Check.Unknown(CheckId.Format, "The credential is secured by an envelope that is not among those this version opens (data:application/vc+jwt).") });
    }

    private void OpenInside(string token, FoundCredential found)
    {
        try
        {
            Open(Encoding.UTF8.GetBytes(token), found);
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException)
        {
            _found.Add(found with { Problem = Check.Invalid(CheckId.Format, refusal.Message) });
        }
    }

    private void Open(ReadOnlyMemory<byte> ascii, FoundCredential found)
    {
        var token = Owned(CompactToken.Read(ascii));
        var credential = Owned(TokenCredential.Read(token, out var form)).RootElement;
        Keep(found with { Document = credential, Envelope = new OpenedToken(token, form) });
    }

    private void ForEach(JsonElement array, Action<JsonElement> visit)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            _path.Add(new Step(default, index++));
            visit(item);
            _path.RemoveAt(_path.Count - 1);
        }
    }
}
