// Makes a new workspace: commented settings, an encrypted signing key, the identifier secret and the issuer's documents.
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Workspaces;

/// <summary>What a new workspace starts with. <see cref="IssuerId"/> null: a did:key of the new signing key.</summary>
public sealed record WorkspaceRequest(string Folder, string InstitutionName, string? IssuerId, string? Url, string Passphrase)
{
    /// <summary>Lines of the <c>platforms:</c> section, or null for the commented example.</summary>
    public string? PlatformsYaml { get; init; }

    /// <summary>Lines below <c>writeBack:</c>, or null for the commented example.</summary>
    public string? WriteBackYaml { get; init; }

    /// <summary>Lines of the <c>ledger:</c> section, or null for the commented example.</summary>
    public string? LedgerYaml { get; init; }

    public string IntakePath { get; init; } = "export";

    public string? MappingPath { get; init; }

    public string UtcOffset { get; init; } = "Z";
}

/// <summary>Writes workspaces. Nothing that exists is ever overwritten.</summary>
public static class WorkspaceTemplate
{
    internal const string IdentifierSecretPath = "keys/identifier-secret";

    internal const string KeyPath = "keys/signing.pem";

    /// <summary>Errors: <see cref="WorkspaceException"/> when the folder already is a workspace, or the request makes none; then nothing was written.</summary>
    public static Workspace Create(WorkspaceRequest request)
    {
        var folder = Path.GetFullPath(request.Folder);
        if (File.Exists(Path.Combine(folder, Workspace.FileName)))
            throw new WorkspaceException($"{folder} already is a workspace. Nothing was changed; choose another folder.");
        if (request.IssuerId is { } given && DidKey.IsDidKey(given))
            throw new WorkspaceException($"'{given}' is a key, and `init` makes a new one. Leave the issuer's id out for a did:key of the new key, or write a did:web.");
        using var key = SigningKey.Generate();
        var issuerId = request.IssuerId ?? DidKey.Did(key.VerificationKey);
        var settings = Settings(request, issuerId);
        Workspace.OfSettings(folder, settings);
        Directory.CreateDirectory(folder);
        foreach (var part in (string[])["keys", "issuer", "out"]) Directory.CreateDirectory(Path.Combine(folder, part));
        KeyFile.Create(Path.Combine(folder, KeyPath), key, request.Passphrase);
        WorkspaceLog.CreateKey(folder, issuerId, request.Passphrase);
        CreatePrivate(Path.Combine(folder, IdentifierSecretPath), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Compose.IdentifierMint.SecretBytes)) + "\n");
        File.WriteAllBytes(Path.Combine(folder, "issuer", "did.json"), ControllerDocument.ForIssuer(issuerId, [VerificationMethod.Multikey(issuerId, key.VerificationKey)]).ToJson());
        File.WriteAllText(Path.Combine(folder, Workspace.FileName), settings);
        EditorSchemas.PutInto(folder, EditorSchemas.Mapping);
        EditorSchemas.PutInto(folder, EditorSchemas.Clearance);
        return Workspace.Load(folder);
    }

    private static void CreatePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static string Settings(WorkspaceRequest request, string issuerId) =>
        $$"""
        # Conferral workspace. Paths start at this folder; `conferral plan` checks everything and changes nothing.

        institution:
          name: {{Quoted(request.InstitutionName)}}
          # Who signs. did:web:registrar.example.edu needs issuer/did.json published at
          # https://registrar.example.edu/.well-known/did.json; a did:key needs nothing, but cannot change its key.
          id: {{Quoted(issuerId)}}
          {{(request.Url is { } url ? $"url: {Quoted(url)}" : "# url: https://www.example.edu")}}
          # email: registrar@example.edu

        signing:
          # An encrypted Ed25519 key. Its passphrase comes from --passphrase-fd, the environment variable
          # CONFERRAL_PASSPHRASE, or a prompt; never from this file. Back up the keys folder.
          key: {{KeyPath}}
          # Gives every learner the same opaque id at every issue. Losing it means second ids for everyone.
          identifierSecret: {{IdentifierSecretPath}}
          # Each course and award carries a proof of its own, so that a learner can share one alone.
          memberProofs: true
          # verificationMethod: did:web:registrar.example.edu#key-1     (default: the id above, # and the key itself)

        intake:
          # A folder or zip of CSV files, a workbook, a DegreeVerify file, transcripts, … (docs/intake.md says what is read).
          path: {{Quoted(request.IntakePath)}}
          {{(request.MappingPath is { } mapping ? $"mapping: {Quoted(mapping)}" : "# mapping: mapping.yaml        (other column names, constants, look-ups: docs/intake.md)")}}
          # `conferral map EXPORT` proposes a mapping. Who is issued and who is held stands in clearance.yaml (docs/mapping.md#clearance).
          # Editors complete and check both files where these begin with one of these lines:
          #   # yaml-language-server: $schema=mapping.schema.json
          #   # yaml-language-server: $schema=clearance.schema.json
          # clearance: clearance.yaml     (another file than clearance.yaml here)
          # encoding: windows-1252        (of CSV files that are not UTF-8, where the mapping says nothing)
          # sql:                          (a database the mapping asks with sql: instead of file:)
          #   provider: postgresql        (or sqlite, or "Namespace.Factory, Assembly")
          #   connection: env:SIS_READ    (or file:keys/sis-connection; never a password in this file)
          # requireAward: true            (a learner without an award is blocked)

        credential:
          title: "{institution} Comprehensive Learner Record"
          # The institution's time zone, for dates without a time.
          utcOffset: "{{request.UtcOffset}}"
          language: en
          # Learners are named by salted hashes: who knows the learner can check, who finds the file learns nothing.
          hashIdentifiers: true
          # identifyByName: true
          # identifyByEmail: true
          # courseStatuses: [Completed, Provisional]     (others are left out, and the record says it is partial)
          # termGpas: false

        {{StatusLines(issuerId)}}

        {{request.PlatformsYaml ?? PlatformsExample}}

        writeBack:
        {{request.WriteBackYaml ?? WriteBackExample}}

        {{request.LedgerYaml ?? LedgerExample}}

        # Who must have read and approved a plan before `conferral issue` carries it out (docs/plan.md).
        # `conferral approvers add NAME` makes a person's key and writes the rest here.
        # release:
        #   approvals: 2
        """.ReplaceLineEndings("\n") + "\n";

    // An issuer on the web can serve lists beside its issuer document; one that is a did:key alone serves nothing anywhere.
    private static string StatusLines(string issuerId) => IssuerSite.Of(issuerId) is { } site
        ? $"""
        # Lets you revoke what was issued. Each credential names a place in a list that you publish: `conferral publish DIR` writes
        # the lists, and whoever verifies fetches them from this address, so it must answer for as long as credentials are used.
        # Until they are served there, verifiers say that the status could not be checked. What was issued without an entry
        # cannot be given one, short of an amendment (docs/status.md).
        status:
          kind: bitstring                  # or 1edtech (a list of the revoked ids), or none
          url: {site.StatusUrl}
          purposes: [revocation]           # [revocation, suspension]: the suspension stands in each course and award
          # members: true                  (courses and awards carry an entry too: one shared alone is known to be revoked)
          # timeToLiveMinutes: 60          (how long verifiers may use a copy)
          # validDays: 30                  (an older list no longer stands; run `publish` at least every 15 days then)
        """
        : """
        # A did:key needs nothing served, and so has no place for status lists: what is issued cannot be revoked or suspended.
        # With any https address of yours, it can (docs/status.md):
        # status:
        #   kind: bitstring                  (or 1edtech: a list of the revoked ids; or none)
        #   url: https://www.example.edu/status
        #   purposes: [revocation]           (or [revocation, suspension])
        """;

    private const string PlatformsExample =
        """
        # Where credentials go. With no platform they are signed and wait in the ledger.
        platforms: []
        #  - id: wallet
        #    baseUrl: https://wallet.example.com
        #    authorization:
        #      clientId: registrar
        #      clientSecret: env:WALLET_SECRET   (or file:keys/wallet-secret; never the secret itself)
        #      # or with your own account there, once: `conferral connect wallet`
        #      # grant: authorization-code         (redirectPort, registration, privateKey and the rest: docs/delivery.md)
        #    http:                               (proxy, authorities, clientCertificate and the rest: docs/delivery.md)
        #      compressRequests: false
        #    requestsPerMinute: 300              (the platform's documented limit; it is never exceeded)
        #    profile: generic                    (how it answers: `conferral platform list`; `conferral platform probe` finds out)
        #    limits: [10/s, 20000/day]           (further limits, all kept at once)
        #    windows: ["22:00-06:00"]            (sent to in these hours only; needs timeZone: America/Chicago)
        #    batch: auto                         (auto, on or off: several credentials in one request)
        """;

    private const string WriteBackExample =
        """
          # The file that goes back to the SIS: which learner has which credential id.
          crosswalk: out/crosswalk.csv
          # And, if you like, the same in your SIS's own layout, a table of yours, a drop folder, a webhook: docs/write-back.md
          # files:
          #   - path: out/goradid.csv            (layout: banner-goradid, peoplesoft-external-system-id, powerschool-extension, or columns)
          #     layout: banner-goradid
          # sql:
          #   provider: postgresql               (or sqlite, or any ADO.NET provider)
          #   connection: env:SIS_CONNECTION
          #   table: clr_crosswalk
          #   createTable: false
          #   statements: writeback.sql          (your own MERGE; `conferral writeback --template writeback.sql` begins it)
          # webhook:
          #   url: https://integration.example.edu/clr
          #   secret: env:CLR_WEBHOOK_SECRET
        """;

    private const string LedgerExample =
        """
        # What was issued, sent and answered: a file of this workspace, or a PostgreSQL database of its own (docs/ledger.md).
        # ledger:
        #   provider: postgresql                 (or sqlite)
        #   connection: env:LEDGER_CONNECTION    (Host=…;Database=…;Username=…;Password=…)
        """;

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
