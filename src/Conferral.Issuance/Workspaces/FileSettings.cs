// From one entry of writeBack.files to the return file it asks for.
using System.Text;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting and what to write instead.</summary>
internal static class FileSettings
{
    /// <summary>Encodings that loaders of student systems ask for.</summary>
    private static readonly string[] Encodings = ["utf-8", "utf-16", "windows-1252", "iso-8859-1", "us-ascii"];

    static FileSettings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static CrosswalkFileOptions Read(FileSection section, string key, Func<string, string> pathOf)
    {
        section = FileLayout.Complete(section, key);
        if (section.Path is null == section.Drop is null) throw Wrong(key, "needs either path (a file that is replaced) or drop (a folder that new files are dropped into)");
        var format = section.Format is { } text ? SettingText.Choice<CrosswalkFormat>(text, $"{key}.format") : CrosswalkFormat.Csv;
        var path = section.Path ?? section.Drop!;
        return new CrosswalkFileOptions
        {
            Id = Name(section.Name ?? path, key),
            Path = pathOf(path),
            Format = format,
            Columns = section.Columns is { } columns ? [.. columns.Select((column, i) => Column(column, $"{key}.columns[{i}]", format))] : Whole(format, key),
            Delimiter = Delimiter(section.Delimiter, key),
            Encoding = EncodingOf(section.Encoding ?? "utf-8", key),
            LineEnd = section.LineEnd is null or "crlf" ? "\r\n" : section.LineEnd == "lf" ? "\n" : throw Wrong($"{key}.lineEnd", $"is '{section.LineEnd}'. Write crlf or lf"),
            ByteOrderMark = section.ByteOrderMark ?? CrosswalkFileOptions.DefaultByteOrderMark,
            HeaderLine = section.HeaderLine ?? true,
            GuardFormulas = section.GuardFormulas ?? CrosswalkFileOptions.DefaultGuardFormulas,
            Statuses = section.Statuses?.Select(status => Status(status, key)).ToHashSet(),
            Platform = section.Platform,
        };
    }

    private static string Name(string name, string key)
        => name is not ("crosswalk" or "sql" or "webhook") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '\\' or ':')
            ? name.Replace('\\', '/').Trim('/').Replace('/', '-')
            : throw Wrong($"{key}.name", $"is '{name}'. Give the target another short name of letters, digits, - and _ (crosswalk, sql and webhook are taken)");

    private static IReadOnlyList<FileColumn> Whole(CrosswalkFormat format, string key)
        => format == CrosswalkFormat.Fixed ? throw Wrong($"{key}.columns", "is missing: a file of fixed widths needs each column's width") : FileColumn.Whole;

    private static FileColumn Column(ColumnSection section, string key, CrosswalkFormat format)
    {
        if (section.From is null == section.Value is null) throw Wrong(key, "needs either from (a column of the crosswalk) or value (a constant)");
        var source = section.From is null ? null : CrosswalkColumn.All.FirstOrDefault(column => column.Name == section.From)
            ?? throw Wrong($"{key}.from", $"is '{section.From}'. Write one of: {string.Join(", ", CrosswalkColumn.All.Select(column => column.Name))}");
        if (section.Format is not null && source?.IsTime != true) throw Wrong($"{key}.format", "is for columns of times, whose names end in _at");
        if (format == CrosswalkFormat.Fixed && section.Width is not > 0) throw Wrong($"{key}.width", "is missing: a file of fixed widths needs it");
        if (section.Pad is { Length: not 1 }) throw Wrong($"{key}.pad", "is one character, in quotes");
        return new FileColumn(SettingText.Required(section.Name ?? section.From, $"{key}.name"))
        {
            Source = source,
            Value = section.Value,
            TimeFormat = section.Format,
            Width = section.Width,
            MaxLength = section.MaxLength,
            AlignRight = section.Align switch
            {
                null or "left" => false,
                "right" => true,
                _ => throw Wrong($"{key}.align", $"is '{section.Align}'. Write left or right"),
            },
            Pad = section.Pad?[0] ?? ' ',
        };
    }

    private static char Delimiter(string? text, string key) => text switch
    {
        null => ',',
        "tab" => '\t',
        [var one] when one is not ('"' or '\r' or '\n') => one,
        _ => throw Wrong($"{key}.delimiter", $"is '{text}'. Write one character in quotes, such as \",\" \";\" \"|\", or tab"),
    };

    private static Encoding EncodingOf(string name, string key)
    {
        if (!Encodings.Contains(name)) throw Wrong($"{key}.encoding", $"is '{name}'. Write one of: {string.Join(", ", Encodings)}");
        return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private static string Status(string status, string key)
        => CrosswalkStatus.All.Contains(status) ? status : throw Wrong($"{key}.statuses", $"has '{status}'. Write some of: {string.Join(", ", CrosswalkStatus.All)}");

    private static WorkspaceException Wrong(string key, string what) => new($"{Workspace.FileName}: {key} {what}.");
}
