// Takes down what a workspace would issue from at this moment.
using System.Security.Cryptography;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Release;

/// <summary>The key a plan is bound to. Shape: the public key as Multikey.</summary>
public sealed record PlannedKey(string VerificationMethod, string PublicKeyMultibase)
{
    /// <summary>The key that signs, opened.</summary>
    public static PlannedKey Of(Workspace workspace, SigningKey key) => new(workspace.VerificationMethodOf(key), key.PublicKeyMultibase);

    /// <summary>
    /// The one key the issuer's document lets sign credentials, without opening any: making a plan needs no passphrase.
    /// Null where the document has several and the settings name none of them; then the key itself must be asked.
    /// </summary>
    public static PlannedKey? Published(Workspace workspace)
    {
        var document = ControllerDocument.Parse(File.ReadAllBytes(workspace.ControllerDocumentPath));
        var methods = document.VerificationMethods.Where(method => method.Revoked is null && document.IsAssertionMethod(method.Id) && (workspace.NamedVerificationMethod is not { } named || method.Id == named)).ToList();
        return methods is [{ Key: { } key } only] ? new PlannedKey(only.Id, key.PublicKeyMultibase) : null;
    }
}

/// <summary>Makes <see cref="PlanStatement"/>s.</summary>
public static class PlanStatements
{
    /// <summary>Errors: <see cref="WorkspaceException"/>, <see cref="IntakeException"/>. Without a <paramref name="ledger"/> nobody has decided anything yet.</summary>
    public static PlanStatement Of(Workspace workspace, IIntakeSource source, PlannedKey key, LedgerStore? ledger)
    {
        var decision = ledger is null ? null : new LedgerReader(ledger).NewestDecision();
        List<KeyValuePair<string, string>> lines =
        [
            new(PlanStatement.Input, source.Sha256),
            .. source.PartHashes.OrderBy(part => part.Key, StringComparer.Ordinal).Select(file => KeyValuePair.Create(PlanStatement.InputFile + file.Key, file.Value)),
            new(PlanStatement.Mapping, workspace.MappingPath is { } mapping ? HashOf(mapping) : "none"),
            new(PlanStatement.Clearance, workspace.ReadClearance() is { Bytes.IsEmpty: false } rules ? Convert.ToHexStringLower(SHA256.HashData(rules.Bytes.Span)) : "default"),
            .. decision is { } newest ? [new(PlanStatement.Decisions, newest.ToString())] : Enumerable.Empty<KeyValuePair<string, string>>(),
            .. workspace.IssuingSettings().Select(setting => KeyValuePair.Create(PlanStatement.Setting + setting.Key, setting.Value)),
            new(PlanStatement.IdentifierSecret, "sha256 " + HashOf(workspace.IdentifierSecretPath)),
            new(PlanStatement.VerificationMethod, key.VerificationMethod),
            new(PlanStatement.PublicKey, key.PublicKeyMultibase),
        ];
        return new PlanStatement(lines);
    }

    private static string HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"{path} cannot be read ({e.Message}). The plan is bound to its content.", e);
        }
    }
}
