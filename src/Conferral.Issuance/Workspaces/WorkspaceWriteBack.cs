// Where a workspace's crosswalk goes: every target its settings name, checked and ready.
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Workspaces;

/// <summary>Opens the targets of writing back. Nothing is written or connected to yet. Errors: <see cref="WorkspaceException"/> naming the setting.</summary>
public static class WorkspaceWriteBack
{
    /// <summary>The crosswalk's file first, then those of the settings in their order.</summary>
    public static IReadOnlyList<ICrosswalkTarget> OpenTargets(Workspace workspace, TimeProvider time)
    {
        Directory.CreateDirectory(workspace.OutputFolder); // ours; a folder the settings name elsewhere must be there
        var section = workspace.WriteBackSection;
        List<ICrosswalkTarget> targets = [new CrosswalkFile(workspace.Crosswalk)];
        foreach (var (file, i) in (section.Files ?? []).Select((file, i) => (file, i)))
        {
            var options = FileSettings.Read(file, $"writeBack.files[{i}]", path => PathOf(workspace, path));
            targets.Add(file.Drop is null ? new CrosswalkFile(options) : new DropFolder(options, time));
        }

        if (section.Sql is { } sql) targets.Add(Guard("sql", () => CrosswalkSql.Open(Sql(workspace, sql), time)));
        if (section.Webhook is { } webhook) targets.Add(Guard("webhook", () => new CrosswalkWebhook(Webhook(workspace, webhook), time)));
        if (targets.GroupBy(target => target.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new WorkspaceException($"{Workspace.FileName}: two targets of writeBack are called '{twice.Key}'. Give each file its own name.");
        return targets;
    }

    private static CrosswalkSqlOptions Sql(Workspace workspace, WorkspaceFile.SqlSection sql) => new()
    {
        Provider = SettingText.Required(sql.Provider, "writeBack.sql.provider"),
        ProviderAssembly = sql.ProviderAssembly is { } assembly ? PathOf(workspace, assembly) : null,
        StatementsPath = sql.Statements is { } statements ? PathOf(workspace, statements) : null,
        ConnectionString = ConnectionText.Resolve(SettingText.Required(sql.Connection, "writeBack.sql.connection"), "writeBack.sql.connection", workspace.Folder),
        Table = sql.Table ?? CrosswalkSqlOptions.DefaultTable,
        CreateTable = sql.CreateTable ?? CrosswalkSqlOptions.DefaultCreateTable,
        OverwriteDrift = sql.OverwriteDrift ?? CrosswalkSqlOptions.DefaultOverwriteDrift,
    };

    private static CrosswalkWebhookOptions Webhook(Workspace workspace, WebhookSection section)
    {
        const string key = "writeBack.webhook";
        var options = new CrosswalkWebhookOptions
        {
            Url = SettingText.Url(SettingText.Required(section.Url, $"{key}.url"), $"{key}.url"),
            Secret = SecretText.Resolve(SettingText.Required(section.Secret, $"{key}.secret"), $"{key}.secret", workspace.Folder),
            RowsPerMessage = section.RowsPerMessage ?? CrosswalkWebhookOptions.DefaultRowsPerMessage,
        };
        var (http, timeouts) = HttpSettings.Read(section.Http, options.Http, options.Timeouts, $"{key}.http", workspace.Folder);
        return options with { Http = http, Timeouts = timeouts };
    }

    // Opening reads files of the institution's: what is wrong there is a setting that is wrong.
    private static ICrosswalkTarget Guard(string name, Func<ICrosswalkTarget> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"{Workspace.FileName}, writeBack.{name}: {fault.Message}", fault);
        }
    }

    private static string PathOf(Workspace workspace, string path) => Path.GetFullPath(path, workspace.Folder);
}
