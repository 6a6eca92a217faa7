// A workspace: one folder with the settings, the key, the ledger and what a run leaves behind.
using System.Globalization;
using System.Security.Cryptography;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Model;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.Issuance.WriteBack;
using Conferral.LinkedData.Contexts;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// The settings of one workspace, checked. Relative paths in the settings start at the workspace's folder.
/// Errors: <see cref="WorkspaceException"/> names the setting and what to write instead.
/// </summary>
public sealed class Workspace
{
    public const string FileName = "conferral.yaml";

    private readonly WorkspaceFile _file;

    private Workspace(string folder, WorkspaceFile file)
    {
        Folder = folder;
        _file = file;
        Issuer = ReadIssuer();
        Compose = ReadCompose();
    }

    public string Folder { get; }

    /// <summary>Where the ledger is: a file in the workspace, unless the settings name a database.</summary>
    public LedgerSettings Ledger => new(ReadLedgerProvider(), ReadLedgerConnection()) { Crash = LedgerCrash.Parse(Environment.GetEnvironmentVariable(LedgerCrash.Variable)) };

    /// <summary>Where runs leave what people open: the crosswalk, the plan, the checking report.</summary>
    public string OutputFolder => Path.Combine(Folder, "out");

    /// <summary>Everything the newest plan or run found in the export, for a spreadsheet.</summary>
    public string FindingsPath => Path.Combine(OutputFolder, FindingsReport.Names[0]);

    /// <summary>The issuer's controller document, to be published where its id says.</summary>
    public string ControllerDocumentPath => Path.Combine(Folder, "issuer", "did.json");

    /// <summary>The contexts documents may use here: the built-in ones and those added to this workspace. Errors: <see cref="ContextFolderException"/>.</summary>
    public ContextStore OpenContexts() => ContextFolder.Open(Path.Combine(Folder, ContextFolder.FolderName)).ToStore();

    public Profile Issuer { get; }

    public ComposeOptions Compose { get; }

    public bool MemberProofs => _file.Signing?.MemberProofs ?? true;

    public string KeyPath => PathOf(SettingText.Required(_file.Signing?.Key, "signing.key"));

    /// <summary>The export's folder or file; null where a mapping's queries on intake.sql are all there is.</summary>
    public string? IntakePath => _file.Intake is { Path: null or "", Sql: not null } ? null : PathOf(SettingText.Required(_file.Intake?.Path, "intake.path"));

    public string? MappingPath => _file.Intake?.Mapping is { Length: > 0 } path ? PathOf(path) : null;

    /// <summary>The crosswalk that every workspace has: all columns, as CSV.</summary>
    public CrosswalkFileOptions Crosswalk => new()
    {
        Path = PathOf(_file.WriteBack?.Crosswalk ?? "out/crosswalk.csv"),
        ByteOrderMark = _file.WriteBack?.ByteOrderMark ?? CrosswalkFileOptions.DefaultByteOrderMark,
    };

    /// <summary>The SIS table the settings name, or the one taken where they name none.</summary>
    public string SqlTable => _file.WriteBack?.Sql?.Table ?? CrosswalkSqlOptions.DefaultTable;

    /// <summary>What is written back beside the crosswalk's file; nothing resolved.</summary>
    internal WorkspaceFile.WriteBackSection WriteBackSection => _file.WriteBack ?? new WorkspaceFile.WriteBackSection();

    /// <summary>Reads the workspace in <paramref name="folder"/>.</summary>
    public static Workspace Load(string folder)
    {
        var full = Path.GetFullPath(folder);
        var path = Path.Combine(full, FileName);
        if (!File.Exists(path))
            throw new WorkspaceException($"There is no {FileName} in {full}. Make a workspace with `conferral init DIR`, or name yours with --workspace DIR.");
        return new Workspace(full, WorkspaceYaml.Read(path));
    }

    /// <summary>Reads the settings a workspace is to have, before anything is written.</summary>
    internal static Workspace OfSettings(string folder, string yaml) => new(Path.GetFullPath(folder), WorkspaceYaml.ReadText<WorkspaceFile>(yaml, FileName));

    public IIntakeSource OpenIntake() => IntakeSources.Open(IntakePath, MappingPath, new IntakeOptions
    {
        AllowNoAwards = !Compose.RequireAward,
        Encoding = _file.Intake?.Encoding,
        Database = ReadIntakeDatabase(),
    });

    /// <summary>How long signed documents are kept; null when the settings do not say.</summary>
    public RetentionAge? KeepFor => _file.Ledger?.KeepFor is { } age ? RetentionAge.Parse(age) : null;

    /// <summary>The clearance rules: those named in the settings, else clearance.yaml in the workspace, else the default ones. Errors: <see cref="IntakeException"/>.</summary>
    public ClearanceRules ReadClearance()
    {
        var named = _file.Intake?.Clearance is { Length: > 0 } path ? PathOf(path) : null;
        var usual = PathOf("clearance.yaml");
        return named is not null || File.Exists(usual) ? ClearanceReader.Read(named ?? usual) : ClearanceRules.Default;
    }

    /// <summary>What the gate between reading and composing is made from.</summary>
    public ClearanceSettings OpenClearance() => new(ReadClearance(), Compose.UtcOffset, OpenIdentifierMint().Salt);

    public SigningKey OpenKey(string passphrase) => KeyFile.Open(KeyPath, passphrase);

    /// <summary>The settings name the verification method, whatever the key.</summary>
    internal bool HasFixedVerificationMethod => _file.Signing?.VerificationMethod is { Length: > 0 };

    /// <summary>The verification method proofs name: the configured one, else the issuer's id and the key's own multibase form.</summary>
    public string VerificationMethodOf(SigningKey key)
        => _file.Signing?.VerificationMethod is { Length: > 0 } given ? given : $"{Issuer.Id}#{key.PublicKeyMultibase}";

    /// <summary>The verification method the settings name, where they name one.</summary>
    public string? NamedVerificationMethod => _file.Signing?.VerificationMethod is { Length: > 0 } given ? given : null;

    public string IdentifierSecretPath => PathOf(_file.Signing?.IdentifierSecret ?? WorkspaceTemplate.IdentifierSecretPath);

    /// <summary>Who must approve a plan before it is carried out. Errors: <see cref="WorkspaceException"/>.</summary>
    public ReleasePolicy Release => ReleaseSettings.Read(_file.Release);

    /// <summary>The settings that decide what is issued and to whom it goes, by their path and in the order of their names; no secrets.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> IssuingSettings() => ReleaseSettings.Flatten(_file);

    public IdentifierMint OpenIdentifierMint() => WithIdentifierSecret(secret => new IdentifierMint(secret, Issuer.Id));

    /// <summary>How credentials get their places in status lists; null where the settings want none.</summary>
    public StatusAllotment? OpenStatusAllotment() => Status.Form is { } form ? WithIdentifierSecret(secret => new StatusAllotment(form, secret)) : null;

    /// <summary>What the settings say about status lists. Errors: <see cref="WorkspaceException"/>.</summary>
    public StatusSettings Status => StatusSettings.Read(_file.Status, MemberProofs);

    private T WithIdentifierSecret<T>(Func<byte[], T> use)
    {
        var path = IdentifierSecretPath;
        try
        {
            return use(Convert.FromHexString(File.ReadAllText(path).Trim()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new WorkspaceException($"The identifier secret {path} cannot be read ({e.Message}). Restore it from your backup: with another secret every learner would get a second id.", e);
        }
    }

    /// <summary>The configured platforms as the file names them, nothing resolved.</summary>
    public IReadOnlyList<(string? Id, string? Profile, string? BaseUrl)> PlatformNames => [.. PlatformSections.Select(section => (section.Id, section.Profile, section.BaseUrl))];

    internal IReadOnlyList<PlatformSection> PlatformSections => _file.Platforms ?? [];

    public IReadOnlyList<PlatformProfile> OpenPlatforms()
    {
        var platforms = (_file.Platforms ?? []).Select((section, index) => PlatformSettings.Read(section, $"platforms[{index}]", Folder, _file.Institution?.TimeZone)).ToList();
        if (platforms.GroupBy(platform => platform.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new WorkspaceException($"{FileName}: two platforms are called '{twice.Key}'. Give each its own id; the ledger keeps deliveries under it.");
        return platforms;
    }

    /// <summary>Where connections to platforms are kept. <paramref name="passphrase"/> is asked for only when one is opened or made.</summary>
    public TokenCache OpenTokenCache(Func<string> passphrase, TimeProvider time) => new(PathOf("keys"), passphrase, time);

    /// <summary>Lower-case hex SHA-256 of the settings that shape a document, and of the clearance rules where a file sets them.</summary>
    public string RulesSha256()
    {
        var institution = _file.Institution is not { } section ? null
            : new WorkspaceFile.InstitutionSection { Id = section.Id, Name = section.Name, Url = section.Url, Email = section.Email, Description = section.Description };
        var shaping = new WorkspaceFile { Institution = institution, Signing = _file.Signing, Credential = _file.Credential, Status = _file.Status?.Shaping() };
        return Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(WorkspaceYaml.Write(shaping)), .. ReadClearance().Bytes.Span]));
    }

    private Profile ReadIssuer() => new()
    {
        Id = IssuerSite.CheckId(SettingText.Required(_file.Institution?.Id, "institution.id")),
        Name = SettingText.Required(_file.Institution?.Name, "institution.name"),
        Url = _file.Institution?.Url,
        Email = _file.Institution?.Email,
        Description = _file.Institution?.Description,
    };

    private ComposeOptions ReadCompose()
    {
        var section = _file.Credential ?? new WorkspaceFile.CredentialSection();
        var options = new ComposeOptions { Issuer = Issuer, RequireAward = _file.Intake?.RequireAward ?? ComposeOptions.DefaultRequireAward };
        return options with
        {
            NameTemplate = section.Title ?? options.NameTemplate,
            Description = section.Description ?? options.Description,
            UtcOffset = section.UtcOffset is { } offset ? ReadOffset(offset) : options.UtcOffset,
            Language = section.Language ?? options.Language,
            HashIdentifiers = section.HashIdentifiers ?? options.HashIdentifiers,
            IdentifyByName = section.IdentifyByName ?? options.IdentifyByName,
            IdentifyByEmail = section.IdentifyByEmail ?? options.IdentifyByEmail,
            TermGpas = section.TermGpas ?? options.TermGpas,
            GradeResultType = section.GradeResultType ?? options.GradeResultType,
            CourseStatuses = section.CourseStatuses is { } statuses ? ReadStatuses(statuses) : options.CourseStatuses,
        };
    }

    private IntakeDatabase? ReadIntakeDatabase() => _file.Intake?.Sql is not { } sql ? null : new IntakeDatabase(
        SettingText.Required(sql.Provider, "intake.sql.provider"),
        ConnectionText.Resolve(SettingText.Required(sql.Connection, "intake.sql.connection"), "intake.sql.connection", Folder));

    private LedgerProvider ReadLedgerProvider() => _file.Ledger?.Provider is { } provider ? SettingText.Choice<LedgerProvider>(provider, "ledger.provider") : LedgerProvider.Sqlite;

    private string ReadLedgerConnection()
    {
        if (ReadLedgerProvider() == LedgerProvider.Sqlite) return PathOf(_file.Ledger?.Connection ?? "ledger.db");
        return ConnectionText.Resolve(SettingText.Required(_file.Ledger?.Connection, "ledger.connection"), "ledger.connection", Folder);
    }

    private static HashSet<ResultStatus> ReadStatuses(List<string> statuses) => [.. statuses.Select(status => SettingText.Choice<ResultStatus>(status, "credential.courseStatuses"))];

    private static TimeSpan ReadOffset(string text)
        => text == "Z" ? TimeSpan.Zero
            : text is ['+' or '-', .. var size] && TimeSpan.TryParseExact(size, @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
                ? (text[0] == '-' ? -offset : offset)
                : throw new WorkspaceException($"{FileName}: credential.utcOffset is '{text}'. Write it as +01:00, -05:00 or Z, in quotes.");

    private string PathOf(string path) => Path.GetFullPath(path, Folder);
}
