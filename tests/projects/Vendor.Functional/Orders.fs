namespace Vendor.Functional

open System
open System.Text.Json.Serialization

type Channel =
    | Shop = 0
    | Web = 1

[<Struct>]
type Place = { Shard: int; Name: string option }

type Line =
    { Sku: string
      [<JsonPropertyName("né<")>]
      Price: decimal
      Discount: float option }

    member line.Total = line.Price * 2m

type Order =
    { Id: Guid
      At: DateTimeOffset
      Channel: Channel
      Lines: Line list
      First: Line option
      Shard: int voption
      Place: Place
      Former: Place voption
      Texts: string option list option
      [<JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)>]
      Note: string option
      Tags: Set<string>
      ByName: Map<string, Line>
      ByNumber: Map<int, string option>
      Numbers: seq<int>
      Array: int option array
      Any: obj
      ``any name, really``: int }

[<CLIMutable>]
type Mutable = { mutable Id: int; mutable Name: string }

type Person(name: string, age: int) =
    member _.Name = name
    member val Age = age with get, set

type Shape =
    | Circle of radius: float
    | Square of side: float

type Fieldless =
    | On
    | Off

[<Struct>]
type Measured =
    | Meters of m: float
    | Feet of f: float

type WithUnion = { Shape: Shape }

type WithUnionInside = { Shapes: Fieldless option list }

type WithTuple = { Pair: int * string }

type WithAnonymous = { Nested: {| Inner: int |} }

[<Struct>]
type WithAnyName = { ``any name``: int }

type WithFunction = { Run: int -> int }

[<JsonNumberHandling(JsonNumberHandling.WriteAsString)>]
type WithNumbers = { Number: int option }

module Samples =
    let line = { Sku = "a<"; Price = 1.50m; Discount = Some 0.25 }

    let order =
        { Id = Guid.Empty
          At = DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
          Channel = Channel.Web
          Lines = [ line; { line with Discount = None } ]
          First = Some line
          Shard = ValueSome 5
          Place = { Shard = 1; Name = Some "é" }
          Former = ValueSome { Shard = 2; Name = None }
          Texts = Some [ Some "x"; None; Some null ]
          Note = Some "note"
          Tags = Set.ofList [ "b"; "a" ]
          ByName = Map.ofList [ "z", line; "a", line ]
          ByNumber = Map.ofList [ 2, None; -1, Some "x" ]
          Numbers = seq { 1..3 }
          Array = [| Some 1; None |]
          Any = box (Some 5)
          ``any name, really`` = 7 }

    let empty =
        { order with
            Lines = []
            First = None
            Shard = ValueNone
            Former = ValueNone
            Texts = None
            Note = None
            Tags = Set.empty
            ByName = Map.empty
            ByNumber = Map.empty
            Array = [||]
            Any = null }

    let mutableOrder = { Mutable.Id = 1; Name = "n" }

    let person = Person("n", 5)
