// The platforms' own copies in the ledger, compressed like ours.
using System.Data.Common;
using System.Security.Cryptography;

namespace Conferral.Issuance.Ledger;

/// <summary>One platform's own copy. Shape: <see cref="Utf8Json"/> is the JSON object as the platform wrote it.</summary>
public sealed record HostDocument(CredentialVersion Id, string PlatformId, ReadOnlyMemory<byte> Utf8Json, string Sha256, DateTimeOffset ReceivedAt);

internal static class HostDocuments
{
    /// <summary>Keeps the newest copy only. Durability: in the transaction of the outcome it came with.</summary>
    public static void Keep(LedgerTransaction write, DeliveryOutcome outcome)
    {
        if (outcome.HostDocument is not { } copy) return;
        var packed = DocumentCodec.Pack(outcome.Id, copy);
        write.Execute("DELETE FROM host_document WHERE credential_id = $0 AND version = $1 AND platform_id = $2", outcome.Id.CredentialId, outcome.Id.Version, outcome.PlatformId);
        write.Execute(
            "INSERT INTO host_document (credential_id, version, platform_id, codec, body, document_sha256, received_at) VALUES ($0, $1, $2, $3, $4, $5, $6)",
            outcome.Id.CredentialId, outcome.Id.Version, outcome.PlatformId, DocumentCodec.Zstandard, packed.Packed, packed.Sha256, write.Now);
    }

    /// <summary>The copies of one credential, oldest version first.</summary>
    public static List<HostDocument> Of(LedgerStatements read, string credentialId) => read.All(
        "SELECT version, platform_id, codec, body, document_sha256, received_at FROM host_document WHERE credential_id = $0 ORDER BY version, platform_id",
        row => Read(new CredentialVersion(credentialId, row.GetInt32(0)), row),
        credentialId);

    /// <summary>Copies whose bytes are not those that came.</summary>
    public static IReadOnlyList<string> Problems(LedgerStatements read)
    {
        var problems = new List<string>();
        using var rows = read.Query("SELECT credential_id, version, platform_id, codec, body, document_sha256 FROM host_document ORDER BY credential_id, version, platform_id");
        while (rows.Read())
        {
            var id = new CredentialVersion(rows.GetString(0), rows.GetInt32(1));
            if (Sha256Of(id, rows) != rows.GetString(5)) problems.Add($"{id}: the kept copy of {rows.GetString(2)} is not the one that came");
        }

        return problems;
    }

    private static string? Sha256Of(CredentialVersion id, DbDataReader row)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(DocumentCodec.Unpack(id, row.GetString(3), (byte[])row[4])));
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private static HostDocument Read(CredentialVersion id, DbDataReader row)
        => new(id, row.GetString(1), DocumentCodec.Unpack(id, row.GetString(2), (byte[])row[3]), row.GetString(4), LedgerTime.From(row.GetInt64(5)));
}
