// Where a database is: named in the settings without its password, or kept outside them.
using System.Data.Common;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// Reads a connection setting: <c>env:NAME</c>, <c>file:PATH</c>, or the connection string itself when it holds no secret. A
/// SQLite file's path starts at the workspace.
/// </summary>
internal static class ConnectionText
{
    private const string SqliteFile = "Data Source=";

    /// <summary>Errors: <see cref="WorkspaceException"/> for a password in the settings and a source that cannot be read.</summary>
    public static string Resolve(string setting, string key, string workspaceFolder)
    {
        if (setting.StartsWith("env:", StringComparison.Ordinal) || setting.StartsWith("file:", StringComparison.Ordinal))
            return SecretText.Resolve(setting, key, workspaceFolder);
        if (HoldsPassword(setting))
            throw new WorkspaceException($"{Workspace.FileName}: {key} holds a password. Put the whole connection string into an environment variable or a file only you can read, and write env:NAME or file:PATH here.");
        return setting.StartsWith(SqliteFile, StringComparison.OrdinalIgnoreCase)
            ? SqliteFile + Path.GetFullPath(setting[SqliteFile.Length..], workspaceFolder)
            : setting;
    }

    private static bool HoldsPassword(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.ContainsKey("Password") || parts.ContainsKey("PWD") || parts.ContainsKey("PSW");
        }
        catch (ArgumentException)
        {
            return false; // the database's own reader will say what is wrong with it
        }
    }
}
