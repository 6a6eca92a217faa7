// Lays one section of settings over another: what the upper one leaves open is the lower one's.
namespace Conferral.Issuance.Workspaces;

internal static class Overlay
{
    /// <summary>A new section. A section within a section is laid over in turn; a list is taken whole.</summary>
    public static T Lay<T>(T upper, T lower)
        where T : class => (T)Lay(upper, lower, typeof(T));

    private static object Lay(object upper, object lower, Type type)
    {
        var laid = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var (above, below) = (property.GetValue(upper), property.GetValue(lower));
            property.SetValue(laid, above is null || below is null || !IsSection(property.PropertyType) ? above ?? below : Lay(above, below, property.PropertyType));
        }

        return laid;
    }

    private static bool IsSection(Type type) => type.Namespace == typeof(Overlay).Namespace;
}
