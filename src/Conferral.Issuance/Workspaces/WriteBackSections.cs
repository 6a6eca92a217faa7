// Return files and the webhook as conferral.yaml writes them, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary>One entry of <c>writeBack.files</c>. Property names are the file's keys; null means "not set".</summary>
public sealed class FileSection
{
    public string? Name { get; set; }

    public string? Path { get; set; }

    public string? Drop { get; set; }

    public string? Layout { get; set; }

    public string? Format { get; set; }

    public List<ColumnSection>? Columns { get; set; }

    public string? Delimiter { get; set; }

    public string? Encoding { get; set; }

    public string? LineEnd { get; set; }

    public bool? ByteOrderMark { get; set; }

    public bool? HeaderLine { get; set; }

    public bool? GuardFormulas { get; set; }

    public List<string>? Statuses { get; set; }

    public string? Platform { get; set; }
}

/// <summary>One entry of a file's <c>columns</c>: a crosswalk column (<c>from</c>) or a constant (<c>value</c>).</summary>
public sealed class ColumnSection
{
    public string? Name { get; set; }

    public string? From { get; set; }

    public string? Value { get; set; }

    public string? Format { get; set; }

    public int? Width { get; set; }

    public int? MaxLength { get; set; }

    public string? Align { get; set; }

    public string? Pad { get; set; }
}

/// <summary><c>writeBack.webhook</c>.</summary>
public sealed class WebhookSection
{
    public string? Url { get; set; }

    public string? Secret { get; set; }

    public int? RowsPerMessage { get; set; }

    public HttpSection? Http { get; set; }
}
