using System.Reflection;
using System.Text;

namespace PaytureActors.AspNetCore.Tests.Secrets;

/// <summary>Walks over every object that can be reached from some, by their fields, as a reader of a memory dump would.</summary>
internal sealed class Reachable
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, FieldInfo[]> _fields = [];
    private readonly Queue<(object Found, Step? From)> _open = new();
    private readonly Func<Type, bool> _isForeign;

    /// <param name="isForeign">What is not gone into.</param>
    public Reachable(Func<Type, bool> isForeign) => _isForeign = isForeign;

    public int Count => _seen.Count;

    /// <summary>All texts, and all bytes read as text, each with the way to it.</summary>
    public IEnumerable<(string Text, string Way)> TextsFrom(params object[] roots)
    {
        foreach (var root in roots)
            Meet(root, null, root.GetType().Name);
        while (_open.TryDequeue(out var next))
        {
            switch (next.Found)
            {
                case string text:
                    yield return (text, $"{next.From}");
                    break;
                case char[] letters:
                    yield return (new string(letters), $"{next.From}");
                    break;
                case byte[] bytes:
                    yield return (Encoding.Latin1.GetString(bytes), $"{next.From}");
                    break;
                case Array { Rank: 1 } array when !array.GetType().GetElementType()!.IsPrimitive:
                    foreach (var item in array)
                        Meet(item, next.From, "[]");
                    break;
                default:
                    GoInto(next.Found, next.From);
                    break;
            }
        }
    }

    /// <summary>The objects that were met of a type with this name.</summary>
    public IEnumerable<object> Met(string type) => _seen.Where(found => found.GetType().Name == type);

    private void GoInto(object found, Step? from)
    {
        foreach (var field in FieldsOf(found.GetType()))
            Meet(field.GetValue(found), from, field.Name);
    }

    private void Meet(object? found, Step? from, string by)
    {
        if (found is null or Type or MemberInfo or Assembly or Module or Pointer or Thread or WeakReference)
            return;
        var type = found.GetType();
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || _isForeign(type))
            return;
        if (type.IsValueType)
            GoInto(found, new Step(type.Name, by, from)); // Not met by reference: looked into at once.
        else if (_seen.Add(found))
            _open.Enqueue((found, new Step(type.Name, by, from)));
    }

    private FieldInfo[] FieldsOf(Type type)
    {
        if (_fields.TryGetValue(type, out var known))
            return known;
        var fields = new List<FieldInfo>();
        for (var one = type; one is not null && one != typeof(object); one = one.BaseType)
            fields.AddRange(one.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(CanHold));
        return _fields[type] = [.. fields];
    }

    private static bool CanHold(FieldInfo field) => field.FieldType is { IsPrimitive: false, IsEnum: false, IsPointer: false, IsByRefLike: false, IsFunctionPointer: false };

    private sealed record Step(string Type, string By, Step? From)
    {
        public override string ToString() => From is null ? Type : $"{From} > {By}:{Type}";
    }
}
