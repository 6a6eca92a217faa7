// The JSON Schemas by which editors complete and check mapping.yaml and clearance.yaml, as docs/ holds them.
using System.Reflection;

namespace Conferral.Issuance.Read;

public static class EditorSchemas
{
    public const string Mapping = "mapping.schema.json";
    public const string Clearance = "clearance.schema.json";

    public static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Writes a schema into a folder where none of its name lies there. Errors: those of the file system.</summary>
    public static void PutInto(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) File.WriteAllText(path, Read(name));
    }
}
