// conferral.yaml as it is written: the sections and their keys, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary>The settings file of a workspace. Property names are the file's keys; null means "not set".</summary>
public sealed class WorkspaceFile
{
    public InstitutionSection? Institution { get; set; }

    public SigningSection? Signing { get; set; }

    public IntakeSection? Intake { get; set; }

    public CredentialSection? Credential { get; set; }

    public List<PlatformSection>? Platforms { get; set; }

    public WriteBackSection? WriteBack { get; set; }

    public LedgerSection? Ledger { get; set; }

    public StatusSection? Status { get; set; }

    public ReleaseSection? Release { get; set; }

    public sealed class InstitutionSection
    {
        public string? Name { get; set; }

        public string? Id { get; set; }

        public string? Url { get; set; }

        public string? Email { get; set; }

        public string? Description { get; set; }

        /// <summary>An IANA name, for the hours platforms are sent to; shapes no document.</summary>
        public string? TimeZone { get; set; }
    }

    public sealed class SigningSection
    {
        public string? Key { get; set; }

        public string? VerificationMethod { get; set; }

        public string? IdentifierSecret { get; set; }

        public bool? MemberProofs { get; set; }
    }

    public sealed class IntakeSection
    {
        public string? Path { get; set; }

        public string? Mapping { get; set; }

        public string? Clearance { get; set; }

        public string? Encoding { get; set; }

        public IntakeSqlSection? Sql { get; set; }

        public bool? RequireAward { get; set; }
    }

    public sealed class IntakeSqlSection
    {
        public string? Provider { get; set; }

        public string? Connection { get; set; }
    }

    public sealed class CredentialSection
    {
        public string? Title { get; set; }

        public string? Description { get; set; }

        public string? UtcOffset { get; set; }

        public string? Language { get; set; }

        public bool? HashIdentifiers { get; set; }

        public bool? IdentifyByName { get; set; }

        public bool? IdentifyByEmail { get; set; }

        public bool? TermGpas { get; set; }

        public string? GradeResultType { get; set; }

        public List<string>? CourseStatuses { get; set; }
    }

    public sealed class WriteBackSection
    {
        public string? Crosswalk { get; set; }

        public bool? ByteOrderMark { get; set; }

        public List<FileSection>? Files { get; set; }

        public SqlSection? Sql { get; set; }

        public WebhookSection? Webhook { get; set; }
    }

    public sealed class ReleaseSection
    {
        public int? Approvals { get; set; }

        public List<ApproverSection>? Approvers { get; set; }
    }

    public sealed class ApproverSection
    {
        public string? Name { get; set; }

        public string? PublicKey { get; set; }
    }

    public sealed class LedgerSection
    {
        /// <summary>How long documents are kept: 5y, 18m or 90d; `purge` keeps to it.</summary>
        public string? KeepFor { get; set; }

        public string? Provider { get; set; }

        public string? Connection { get; set; }
    }

    public sealed class SqlSection
    {
        public string? Provider { get; set; }

        public string? Connection { get; set; }

        public string? ProviderAssembly { get; set; }

        public string? Statements { get; set; }

        public string? Table { get; set; }

        public bool? CreateTable { get; set; }

        public bool? OverwriteDrift { get; set; }
    }
}
