using System.Collections.Immutable;
using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit.Sdk;

namespace KafkaGen.Generator.Tests.Fixes;

/// <summary>What the tests of fixes assert without saying so: a diagnostic is offered one action.</summary>
public sealed class OfferedActionTests
{
    private const string Before = """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        public sealed class C(ITopicProducer<Order> orders)
        {
            public void Place(Order order)
            {
                {|KG0302:orders.ProduceAsync(order)|};
            }
        }
        """;

    private const string After = """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        public sealed class C(ITopicProducer<Order> orders)
        {
            public void Place(Order order)
            {
                orders.TryEnqueue(order);
            }
        }
        """;

    [Fact]
    public Task One_action_is_applied() => Fixed<EnqueueFix>.AssertAsync(Before, After);

    [Fact]
    public async Task Second_action_for_a_diagnostic_fails_the_test()
    {
        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(() => Fixed<TwoActions>.AssertAsync(Before, After));
        Assert.Contains("KG0302 is offered several actions", failure.Message, StringComparison.Ordinal);
    }

    private sealed class TwoActions : CodeFixProvider
    {
        private readonly EnqueueFix _fix = new();

        public override ImmutableArray<string> FixableDiagnosticIds => _fix.FixableDiagnosticIds;

        public override FixAllProvider? GetFixAllProvider() => _fix.GetFixAllProvider();

        public override async Task RegisterCodeFixesAsync(CodeFixContext context)
        {
            await _fix.RegisterCodeFixesAsync(context);
            await _fix.RegisterCodeFixesAsync(context);
        }
    }
}
