// The IRIs that JSON-LD itself puts into RDF.
namespace Conferral.LinkedData.JsonLd;

internal static class Iris
{
    public static ReadOnlySpan<byte> RdfType => "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"u8;

    public static ReadOnlySpan<byte> RdfFirst => "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"u8;

    public static ReadOnlySpan<byte> RdfRest => "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"u8;

    public static ReadOnlySpan<byte> RdfNil => "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"u8;

    public static ReadOnlySpan<byte> RdfValue => "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"u8;

    public static ReadOnlySpan<byte> RdfLanguage => "http://www.w3.org/1999/02/22-rdf-syntax-ns#language"u8;

    public static ReadOnlySpan<byte> RdfDirection => "http://www.w3.org/1999/02/22-rdf-syntax-ns#direction"u8;

    public static ReadOnlySpan<byte> RdfJson => "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"u8;

    public static ReadOnlySpan<byte> XsdBoolean => "http://www.w3.org/2001/XMLSchema#boolean"u8;

    public static ReadOnlySpan<byte> XsdDouble => "http://www.w3.org/2001/XMLSchema#double"u8;

    public static ReadOnlySpan<byte> XsdInteger => "http://www.w3.org/2001/XMLSchema#integer"u8;

    public static ReadOnlySpan<byte> I18n => "https://www.w3.org/ns/i18n#"u8;
}
