// The platforms' own copies in the ledger, compressed like ours.
using Microsoft.Data.Sqlite;

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
    public static List<HostDocument> Of(SqliteConnection connection, string credentialId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, platform_id, codec, body, document_sha256, received_at FROM host_document WHERE credential_id = $id ORDER BY version, platform_id";
        command.Parameters.AddWithValue("$id", credentialId);
        using var rows = command.ExecuteReader();
        var copies = new List<HostDocument>();
        while (rows.Read())
        {
            var id = new CredentialVersion(credentialId, rows.GetInt32(0));
            copies.Add(new HostDocument(id, rows.GetString(1), DocumentCodec.Unpack(id, rows.GetString(2), (byte[])rows[3]), rows.GetString(4), LedgerTime.From(rows.GetInt64(5))));
        }

        return copies;
    }
}
