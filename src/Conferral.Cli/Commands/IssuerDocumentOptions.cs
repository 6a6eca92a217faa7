// Issuer documents and status lists given by hand, for the commands that verify.
using System.CommandLine;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Fetching;
using Conferral.Credentials.Status;

namespace Conferral.Cli.Commands;

internal sealed class IssuerDocumentOptions
{
    private readonly Option<string[]> _controllers = new("--controller") { Description = "Issuer documents (did.json) given by hand; did:key issuers need none." };
    private readonly Option<string[]> _statusLists = new("--status-list") { Description = "Status lists given by hand; each is known by the id it states." };

    public void AddTo(Command command)
    {
        command.Add(_controllers);
        command.Add(_statusLists);
    }

    /// <summary>Errors: <see cref="ControllerDocumentException"/> and <see cref="StatusDocumentException"/> name the file.</summary>
    public KnownDocuments Read(ParseResult parse)
        => new([.. (parse.GetValue(_controllers) ?? []).Select(ReadController)], [.. (parse.GetValue(_statusLists) ?? []).Select(ReadStatusList)]);

    private static ControllerDocument ReadController(string path)
    {
        try
        {
            return ControllerDocument.Parse(File.ReadAllBytes(path));
        }
        catch (ControllerDocumentException e)
        {
            throw new ControllerDocumentException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A copy counts as taken when its file was last written.</summary>
    private static StatusDocument ReadStatusList(string path)
    {
        try
        {
            return StatusDocument.GivenByHand(File.ReadAllBytes(path), new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        }
        catch (StatusDocumentException e)
        {
            throw new StatusDocumentException($"{path}: {e.Message}", e);
        }
    }
}
