using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.TestKit.Exploration;

/// <summary>
/// A number for what matters of a world: every property, with times relative to now, and none that only tells history. Times that
/// lie so far back that no rule can tell them apart are one.
/// </summary>
internal sealed class Fingerprint : IDisposable
{
    private static readonly HashSet<string> History =
        ["Journal", "Setting", "Sequence", "LastStanding", "AcceptedAt", "RequestedAt", "Time", "IsAsking", "Evidence", "SeenAt", "Policy"];

    private static readonly Dictionary<Type, Func<object, object?>[]> Readers = [];
    private static readonly TimeSpan LongAgo = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan FarOff = TimeSpan.FromHours(1); // Beyond all times of a setting but the end of a hold.

    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private TimeSpan _now;
    private DateTimeOffset _wall;

    public Fingerprint() => _writer = new(_bytes);

    public void Dispose() => _writer.Dispose();

    public UInt128 Of(World world)
    {
        _bytes.SetLength(0);
        _now = world.Time;
        _wall = world.Now.Wall;
        Write(world);
        Write(world.Policy.RestoredAt);
        Write(world.Policy.FirstRestoredAt);
        Write(world.Order.IsQuarantined(world.Policy));
        _writer.Flush();
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _writer.Write((byte)0);
                break;
            case bool flag:
                _writer.Write(flag);
                break;
            case int number:
                _writer.Write(Math.Min(number, 9)); // Counters above nine: no rule of a setting tells them apart.
                break;
            case Enum name:
                _writer.Write(Convert.ToInt32(name, null));
                break;
            case Money money:
                _writer.Write(money.InKopecks);
                break;
            case IdempotencyKey key:
                _writer.Write(key.ToString());
                break;
            case string text:
                _writer.Write(text);
                break;
            case DateTimeOffset time:
                WriteSpan(time - _wall);
                break;
            case MonotonicTime time:
                WriteSpan(time.Elapsed - _now);
                break;
            case TimeSpan time:
                WriteSpan(time - _now);
                break;
            case Asked asked:
                WriteSpan(asked.SinceLearnt < LongAgo ? asked.SinceLearnt : LongAgo);
                WriteSpan(asked.At - _wall);
                _writer.Write(asked.CallOpen);
                break;
            case Incarnation here:
                Write(here.Learnt);
                Write(here.OpenCall);
                Write(here.AskedAt);
                Write(here.LastAskedAt);
                _writer.Write(here.IsHinted);
                _writer.Write(Math.Min(here.Inquiries, 2)); // The settings' inquiry plans have one pause.
                break;
            case IEnumerable items:
                _writer.Write((byte)1);
                foreach (var item in items)
                    Write(item);
                _writer.Write((byte)2);
                break;
            default:
                _writer.Write((byte)3);
                foreach (var read in ReadersOf(value.GetType()))
                    Write(read(value));
                break;
        }
    }

    private void WriteSpan(TimeSpan span) => _writer.Write(Math.Clamp(span.Ticks, -LongAgo.Ticks, FarOff.Ticks));

    private static Func<object, object?>[] ReadersOf(Type type)
    {
        if (Readers.TryGetValue(type, out var readers))
            return readers;
        readers =
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               where property.GetIndexParameters().Length == 0 && !History.Contains(property.Name)
                   && property.CanWrite // What is computed from the rest says nothing new.
               select Compile(type, property),
        ];
        return Readers[type] = readers;
    }

    private static Func<object, object?> Compile(Type type, PropertyInfo property)
    {
        var argument = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(argument, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), argument).Compile();
    }
}
