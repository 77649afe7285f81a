namespace KafkaGen;

/// <summary>How the names of members become names in JSON, where no <c>[JsonPropertyName]</c> says it: System.Text.Json's naming policies.</summary>
public enum JsonNaming
{
    /// <summary>As the <see cref="JsonProfile"/> has it.</summary>
    Default,

    /// <summary><c>UrlPath</c> stays <c>UrlPath</c>.</summary>
    AsDeclared,

    /// <summary><c>UrlPath</c> becomes <c>urlPath</c>.</summary>
    CamelCase,

    /// <summary><c>UrlPath</c> becomes <c>url_path</c>.</summary>
    SnakeCaseLower,

    /// <summary><c>UrlPath</c> becomes <c>URL_PATH</c>.</summary>
    SnakeCaseUpper,

    /// <summary><c>UrlPath</c> becomes <c>url-path</c>.</summary>
    KebabCaseLower,

    /// <summary><c>UrlPath</c> becomes <c>URL-PATH</c>.</summary>
    KebabCaseUpper,
}
