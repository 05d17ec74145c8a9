package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            get_expenses ~ get_expenses ~ get_expenses
            get-weather ~ get_weather ~ get_weather
            mcp/search.issues ~ mcp_search_issues ~ mcp_search_issues
            class ~ class_ ~ class_
            match ~ match ~ match
            print ~ print_ ~ print
            id ~ id_ ~ id
            asyncio ~ asyncio_ ~ asyncio
            json ~ json_ ~ json
            ToolError ~ ToolError_ ~ ToolError
            2fa ~ _2fa ~ _2fa
            __class__ ~ _class__ ~ _class__
            __import__ ~ _import__ ~ _import__
            _private ~ _private ~ _private
            größe ~ größe ~ größe
            ﬁle ~ file ~ file
            天气 ~ 天气 ~ 天气
            a b\tc ~ a_b_c ~ a_b_c
            -- ~ tool__ ~ argument__
            x;import os ~ x_import_os ~ x_import_os
            """)
    void names_become_identifiers(String name, String tool, String parameter) {
        assertThat(PythonNames.tool(name)).isEqualTo(tool);
        assertThat(PythonNames.parameter(name)).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "_x", "größe", "match", "id"})
    void identifiers(String name) {
        assertThat(PythonNames.isIdentifier(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "class", "None", "a-b", "1a", "a b", "ﬁle", "a;b", "__x"})
    void no_identifiers(String name) {
        assertThat(PythonNames.isIdentifier(name)).isFalse();
    }
}
