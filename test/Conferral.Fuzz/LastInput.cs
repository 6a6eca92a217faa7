// Keeps the input under way where the end of the process cannot take it: a stack overflow leaves no exception to catch.
using System.IO.MemoryMappedFiles;

namespace Conferral.Fuzz;

/// <summary>Shape: four bytes of length, little-endian, then the input. Mapped memory outlives the process that wrote it.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Capacity = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public LastInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Capacity);
        _view = _file.CreateViewAccessor();
    }

    public void Keep(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, Capacity - sizeof(int)));
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
