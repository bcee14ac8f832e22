import { type Node, parse } from "acorn";

// What the browsers of the offices lack: Chromium 87 is the floor (Windows 7 ends at 109, domestic browsers
// have kernels from 86 on).

/**
 * Syntax of ES2022 that came after Chromium 87, by the kind of its node; anything younger than ES2022 is no
 * syntax to the parser.
 */
const newerSyntax: Record<string, (node: Node & Record<string, unknown>) => boolean> = {
  StaticBlock: () => true, // 94
  BinaryExpression: ({ left }) => (left as Node).type === "PrivateIdentifier", // #x in y: 91
  Literal: ({ regex }) => /d/.test((regex as { flags: string } | undefined)?.flags ?? ""), // 90
};

/** Built-ins younger than Chromium 87 that are asked for by name, wherever they stand. */
export const newerNames = new Set(
  [
    "at hasOwn findLast findLastIndex toSorted toReversed toSpliced groupBy fromAsync withResolvers try",
    "isSubsetOf isSupersetOf isDisjointFrom symmetricDifference isWellFormed toWellFormed waitAsync transferToFixedLength",
    "structuredClone randomUUID reportError getOrInsert getOrInsertComputed sumPrecise fromBase64 fromHex toBase64 toHex isError",
    "throwIfAborted showPicker checkVisibility showPopover hidePopover togglePopover startViewTransition requestClose",
    "replaceSync adoptedStyleSheets moveBefore getHTML setHTMLUnsafe parseHTMLUnsafe CloseWatcher EditContext ViewTransition",
    "Navigation NavigateEvent scheduler FinalizationRegistry Iterator DurationFormat DisposableStack asyncDispose canParse",
  ].flatMap((line) => line.split(" ")),
);

type Tree = Node & Record<string, unknown>;

/**
 * What a script asks of a browser that Chromium 87 does not have: syntax that it cannot read, and built-ins
 * called by name.
 * @param known names that are added where they are missing, or asked for before they are used
 */
export function newerIn(code: string, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const visit = (node: Tree) => {
    if (newerSyntax[node.type]?.(node)) found.add(node.type);
    const callee =
      node.type === "CallExpression" || node.type === "NewExpression" ? (node.callee as Tree) : undefined;
    const name =
      callee?.type === "MemberExpression" && !callee.computed ? (callee.property as Tree).name : callee?.name;
    if (typeof name === "string" && newerNames.has(name) && !known.has(name)) found.add(name);
    for (const value of Object.values(node)) for (const each of [value].flat()) if (isNode(each)) visit(each);
  };
  // Newer syntax than this is refused by the parser, and so fails whoever asks.
  visit(
    parse(code, {
      ecmaVersion: 2022,
      sourceType: "module",
      allowReturnOutsideFunction: true,
    }) as unknown as Tree,
  );
  return [...found];
}
const isNode = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && "type" in value;

/** The newer built-ins, taken away as if the browser had never had them. Runs in the page. */
export function forgetNewer() {
  const forget = (owner: object, names: string) => {
    for (const name of names.split(" ")) delete (owner as Record<string, unknown>)[name];
  };
  forget(Map, "groupBy");
  forget(Object, "groupBy hasOwn");
  forget(Array, "fromAsync");
  forget(Array.prototype, "at findLast findLastIndex toSorted toReversed toSpliced with");
  forget(String.prototype, "at isWellFormed toWellFormed");
  forget(
    Set.prototype,
    "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom",
  );
  forget(Promise, "withResolvers try");
  forget(AbortSignal, "timeout any");
  forget(URL, "canParse parse");
  forget(Crypto.prototype, "randomUUID");
  forget(Element.prototype, "checkVisibility setHTMLUnsafe getHTML");
  forget(Document.prototype, "startViewTransition");
  forget(window, "structuredClone reportError Iterator scheduler");
}
