// Secrets are named in the settings, never written there.
namespace Conferral.Issuance.Workspaces;

/// <summary>Resolves <c>env:NAME</c> and <c>file:PATH</c>; a secret in plain text is refused.</summary>
internal static class SecretText
{
    public static string Resolve(string setting, string key, string workspaceFolder)
    {
        if (setting.StartsWith("env:", StringComparison.Ordinal))
        {
            var name = setting["env:".Length..];
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? value
                : throw new WorkspaceException($"{Workspace.FileName}: {key} is to come from the environment variable {name}, which is not set. Set it and run the command again.");
        }

        if (setting.StartsWith("file:", StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(setting["file:".Length..], workspaceFolder);
            try
            {
                return File.ReadAllText(path).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new WorkspaceException($"{Workspace.FileName}: {key} is to come from {path}, which cannot be read ({e.Message}).", e);
            }
        }

        throw new WorkspaceException($"{Workspace.FileName}: {key} must not be written in the settings. Put it into an environment variable or a file only you can read, and write env:NAME or file:PATH here.");
    }
}
