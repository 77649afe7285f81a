using System.Text.Json;

namespace KafkaGen.Benchmarks.Json;

/// <summary>The same JSON by calls that a careful developer would write by hand.</summary>
internal static class PurchaseOrderWriter
{
    private static readonly JsonEncodedText s_orderId = JsonEncodedText.Encode("orderId");
    private static readonly JsonEncodedText s_customer = JsonEncodedText.Encode("customer");
    private static readonly JsonEncodedText s_currency = JsonEncodedText.Encode("currency");
    private static readonly JsonEncodedText s_total = JsonEncodedText.Encode("total");
    private static readonly JsonEncodedText s_placedAt = JsonEncodedText.Encode("placedAt");
    private static readonly JsonEncodedText s_state = JsonEncodedText.Encode("state");
    private static readonly JsonEncodedText s_express = JsonEncodedText.Encode("express");
    private static readonly JsonEncodedText s_lines = JsonEncodedText.Encode("lines");
    private static readonly JsonEncodedText s_sku = JsonEncodedText.Encode("sku");
    private static readonly JsonEncodedText s_quantity = JsonEncodedText.Encode("quantity");
    private static readonly JsonEncodedText s_price = JsonEncodedText.Encode("price");
    private static readonly JsonEncodedText s_note = JsonEncodedText.Encode("note");

    public static void Write(Utf8JsonWriter writer, PurchaseOrder order)
    {
        writer.WriteStartObject();
        writer.WriteString(s_orderId, order.OrderId);
        writer.WriteString(s_customer, order.Customer);
        writer.WriteString(s_currency, order.Currency);
        writer.WriteNumber(s_total, order.Total);
        writer.WriteString(s_placedAt, order.PlacedAt);
        writer.WriteNumber(s_state, (int)order.State);
        writer.WriteBoolean(s_express, order.Express);
        writer.WriteStartArray(s_lines);
        for (int i = 0; i < order.Lines.Count; i++)
        {
            PurchaseLine line = order.Lines[i];
            writer.WriteStartObject();
            writer.WriteString(s_sku, line.Sku);
            writer.WriteNumber(s_quantity, line.Quantity);
            writer.WriteNumber(s_price, line.Price);
            writer.WriteString(s_note, line.Note);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
