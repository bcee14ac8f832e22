// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu;

/**
 * Text as it is kept: trimmed, without control characters, half surrogates and what is no character; tabs and
 * line ends stay. PostgreSQL refuses U+0000, and a browser drops it: a page that shows nothing else is not
 * the page that the server sent.
 */
export const written = (text: string): string => text.replace(unwritable, "").trim();
