// Puts a mapping into the world: a new file, with the schema editors complete it by beside it.
using System.Text;

namespace Conferral.Issuance.Read;

public static class MappingFile
{
    /// <summary>Writes the mapping, and the schema where none lies beside it. Errors: <see cref="IntakeException"/> where the file exists or cannot be written; nothing is ever overwritten.</summary>
    public static void WriteNew(string path, string yaml)
    {
        try
        {
            using (var file = new FileStream(path, FileMode.CreateNew)) file.Write(Encoding.UTF8.GetBytes(yaml));
            EditorSchemas.PutInto(Path.GetDirectoryName(Path.GetFullPath(path))!, EditorSchemas.Mapping);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException(IntakeCodes.Mapping, $"{path} cannot be written: {error.Message} Name another file.", inner: error);
        }
    }
}
