/* Words and numbers that the pages of programmatic tool calling share. */

const NUMBER = new Intl.NumberFormat('en-US');

/** A number with separators. */
export function count(number) {
    return NUMBER.format(number);
}

/** A number of things. */
export function many(number, one, more = one + 's') {
    return `${count(number)} ${number === 1 ? one : more}`;
}

/** Milliseconds, to be read. */
export function duration(millis) {
    if (millis < 10) {
        return `${millis.toFixed(1)} ms`;
    }
    return millis < 10_000 ? `${count(Math.round(millis))} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** The time of day at which something happened. */
export function timeOfDay(epochMillis) {
    return new Date(epochMillis).toLocaleTimeString('en-GB');
}

/** The name of a type without its package. */
export function simpleName(type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
}

/** The name of a part of a service: that of its type, and of its methods. */
export function partName(part) {
    return `${simpleName(part.service)} · ${part.methods.join(', ')}`;
}

/** What somebody who sees the text must know of its size; empty if all of it is there. */
export function cutNote(shown) {
    return shown.cut ? `${many(shown.characters, 'character')} in all, not all of them are kept` : '';
}

/** The line of a program that tells most of it. */
export function firstLine(code) {
    const lines = code.split('\n').map(line => line.trim()).filter(line => line);
    return lines.find(line => !/^(#|import |from )/.test(line)) || lines[0] || '';
}

/** Why a call of the server failed. */
export function failure(answer) {
    return answer && answer.error ? answer.error.message : String(answer);
}
