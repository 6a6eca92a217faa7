// Puts the promised place in a status list into a draft, before it is signed.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Sign;

/// <summary>
/// Adds <c>credentialStatus</c> to a draft and, where the list says so, to its members: as the last member of each object, every
/// other byte as it was. What has a status already, or a proof of its own, is left alone.
/// </summary>
internal static class StatusSplice
{
    private static ReadOnlySpan<byte> Name => ",\"credentialStatus\":"u8;

    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> draft, StatusPlace? place)
    {
        if (place is null) return draft;
        using var document = JsonDocument.Parse(draft);
        var output = new MemoryStream(draft.Length + 1024);
        var from = 0;
        var ends = EndsOf(draft.Span, out var rootEnd);
        if (place.EntryOfMembers is { } entry)
        {
            foreach (var (member, end) in CredentialParts.MembersOf(document.RootElement).Zip(ends).Where(pair => TakesStatus(pair.First))) Copy(end, entry);
        }

        if (!HasStatus(document.RootElement)) Copy(rootEnd, place.EntryOfRecord);
        output.Write(draft.Span[from..]);
        return output.GetBuffer().AsMemory(0, (int)output.Length);

        void Copy(int end, byte[] status)
        {
            output.Write(draft.Span[from..end]);
            output.Write(Name);
            output.Write(status);
            from = end;
        }
    }

    /// <summary>Whether a draft came with a status of its own.</summary>
    public static bool HasStatus(ReadOnlyMemory<byte> draft)
    {
        var reader = new Utf8JsonReader(draft.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("credentialStatus"u8)) return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }

    private static bool HasStatus(JsonElement credential) => credential.TryGetProperty("credentialStatus", out _);

    private static bool TakesStatus(JsonElement member)
        => member.ValueKind == JsonValueKind.Object && member.EnumerateObject().Any() && !HasStatus(member) && !member.TryGetProperty("proof", out _) && !CredentialParts.IsEnveloped(member);

    /// <summary>Where the closing brace of each member stands, and that of the document; of a member that is no object, where it starts.</summary>
    private static List<int> EndsOf(ReadOnlySpan<byte> draft, out int rootEnd)
    {
        var ends = new List<int>();
        var reader = new Utf8JsonReader(draft);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSubject = reader.ValueTextEquals("credentialSubject"u8);
            reader.Read();
            if (isSubject && reader.TokenType == JsonTokenType.StartObject) ReadSubject(ref reader, ends);
            else reader.Skip();
        }

        rootEnd = (int)reader.TokenStartIndex;
        return ends;
    }

    private static void ReadSubject(ref Utf8JsonReader reader, List<int> ends)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var areMembers = reader.ValueTextEquals("verifiableCredential"u8);
            reader.Read();
            if (!areMembers)
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ends.Add(EndOf(ref reader));
            }
            else
            {
                ends.Add(EndOf(ref reader));
            }
        }
    }

    private static int EndOf(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return (int)reader.TokenStartIndex;
    }
}
