import postcss, { type ChildNode, type Declaration, type Rule } from "postcss";
import parser from "postcss-selector-parser";

// What styles ask of a browser that came after Chromium 87, by the compatibility data that browsers' makers
// keep (MDN).

const words = (lines: string) => new Set(lines.split(/\s+/).filter(Boolean));

const newerSelectors = words(`
  is where has dir open modal popover-open user-valid user-invalid autofill state host-context-of nesting heading target-current
  file-selector-button highlight target-text spelling-error grammar-error details-content picker picker-icon checkmark column
  scroll-button scroll-marker scroll-marker-group search-text view-transition view-transition-group view-transition-new view-transition-old
  active-view-transition picture-in-picture playing paused muted seeking buffering stalled interest-source interest-target has-slotted
`);

const newerAtRules = words(
  "container counter-style font-feature-values font-palette-values function layer position-try property-of scope starting-style view-transition",
);

const newerFeatures =
  /\((?:scripting|update|overflow-block|overflow-inline|prefers-contrast|prefers-reduced-data|prefers-reduced-transparency|forced-colors|inverted-colors|dynamic-range|video-[\w-]+|horizontal-viewport-segments|vertical-viewport-segments)\b|[<>=]/;

const newerProperties = words(`
  accent-color anchor-name anchor-scope animation-composition animation-range animation-range-end animation-range-start animation-timeline
  aspect-ratio baseline-source border-end-end-radius border-end-start-radius border-start-end-radius border-start-start-radius
  box-decoration-break contain-intrinsic-block-size contain-intrinsic-height contain-intrinsic-inline-size contain-intrinsic-width container
  container-name container-type corner-shape dynamic-range-limit field-sizing font-palette font-size-adjust font-synthesis
  font-synthesis-small-caps font-synthesis-style font-synthesis-weight font-variant-alternates font-variant-emoji font-variant-position
  forced-color-adjust hyphenate-character hyphenate-limit-chars initial-letter inset-area interactivity interpolate-size line-clamp
  margin-trim mask mask-clip mask-composite mask-image mask-mode mask-origin mask-position mask-repeat mask-size math-depth math-shift
  math-style object-view-box offset-anchor offset-position overflow-clip-margin overlay position-anchor position-area position-try
  position-try-fallbacks position-try-order position-visibility print-color-adjust reading-flow reading-order rotate row-rule ruby-align
  scale scroll-initial-target scroll-marker-group scroll-target-group scroll-timeline scroll-timeline-axis scroll-timeline-name
  scrollbar-color scrollbar-gutter scrollbar-width text-autospace text-box text-box-edge text-box-trim text-decoration-inset
  text-decoration-skip-spaces text-decoration-thickness text-emphasis text-emphasis-color text-emphasis-position text-emphasis-style
  text-justify text-spacing-trim text-wrap text-wrap-mode text-wrap-style timeline-scope transition-behavior translate view-timeline
  view-timeline-axis view-timeline-inset view-timeline-name view-transition-class view-transition-group view-transition-name
  white-space-collapse
`);

const newerFunctions = words(`
  abs acos anchor anchor-size asin atan atan2 calc-size color color-mix contrast-color cos exp hwb hypot if lab lch light-dark linear log mod
  oklab oklch palette-mix pow progress random ray rem round sibling-count sibling-index sign sin sqrt superellipse tan type xywh rect-of
`);

const newerUnits =
  /(?<![\w#-])[-+]?[\d.]+(?:[dsl]v(?:h|w|i|b|min|max)|vi|vb|lh|rlh|rcap|rch|rex|ric|cap|ic|cq(?:w|h|i|b|min|max)|x)\b/;

/** Values of single properties. */
const newerValues: readonly [property: RegExp, value: RegExp][] = [
  [/^grid-template|^grid$/, /\b(?:subgrid|masonry)\b/],
  [/^overflow/, /\bclip\b/],
  [/^display$/, /\s|^math$/], // two words: 115
  [/^(?:width|height|(?:min|max)-(?:width|height)|inline-size|block-size)$/, /\b(?:stretch|fit-content\()/],
  [/^text-decoration$/, /\d/], // a thickness in the shorthand: 89
  [/^white-space$/, /\b(?:collapse|preserve|balance|pretty|nowrap \w)/],
  [/./, /\b(?:infinity|pi|NaN)\b(?=[^"']*$)|\brevert-layer\b/],
];

const functionsOf = (value: string) =>
  [...value.matchAll(/(?<![\w-])([a-z][\w-]*)\(/g)].map(([, name = ""]) => name);

function newerInValue({ prop, value }: Declaration): string | undefined {
  const plain = value.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, '""');
  const name = functionsOf(plain).find((each) => newerFunctions.has(each));
  if (name) return `${name}()`;
  if (newerUnits.test(plain) && !/resolution/.test(prop))
    return newerUnits.exec(plain)?.[0].replace(/^[-+\d.]+/, "");
  return (
    newerValues.find(([property, each]) => property.test(prop) && each.test(plain)) && `${prop}: ${value}`
  );
}

/**
 * An earlier declaration of the same rule that older browsers read: of the same property, or of its own name
 * with a prefix.
 */
const hasFallback = (declaration: Declaration, isNewProperty: boolean) =>
  (declaration.parent as Rule).nodes.some((each) => {
    if (each.type !== "decl" || each === declaration) return false;
    if (isNewProperty) return each.prop === `-webkit-${declaration.prop}`;
    return (
      each.prop === declaration.prop &&
      each.important === declaration.important &&
      !newerInValue(each) &&
      isBefore(each, declaration)
    );
  });
const isBefore = (a: ChildNode, b: ChildNode) => (a.parent?.index(a) ?? 0) < (b.parent?.index(b) ?? 0);

/** Whether the style is asked for before it is used. */
function isAsked(node: ChildNode): boolean {
  for (let at = node.parent; at && at.type !== "root"; at = at.parent as ChildNode["parent"])
    if (at.type === "atrule" && (at as postcss.AtRule).name === "supports") return true;
  return false;
}

function newerInSelector(selector: string): string[] {
  const found: string[] = [];
  parser((root) => {
    root.walkNesting(() => {
      found.push("&");
    });
    root.walkPseudos((pseudo) => {
      const name = pseudo.value.replace(/^::?/, "");
      if (newerSelectors.has(name)) found.push(pseudo.value);
      // A list, or more than one part, in :not came with 88; `of` in :nth-child with 111.
      if (
        name === "not" &&
        (pseudo.nodes.length > 1 ||
          pseudo.nodes.some((each) => each.some((part) => part.type === "combinator")))
      )
        found.push(":not(list)");
      if (/^nth-/.test(name) && / of /.test(pseudo.toString())) found.push(":nth-child(of)");
    });
  }).processSync(selector);
  return found;
}

/**
 * What a style sheet asks for and Chromium 87 does not know: selectors and at-rules, and properties and
 * values without a fallback.
 */
export function newerInStyles(css: string): string[] {
  const found = new Set<string>();
  postcss.parse(css).walk((node) => {
    if (node.type === "atrule") {
      if (newerAtRules.has(node.name)) found.add(`@${node.name}`);
      if (node.name === "media" && newerFeatures.test(node.params)) found.add(`@media ${node.params}`);
    } else if (node.type === "rule") {
      if (node.parent?.type === "rule") found.add(`nested ${node.selector}`);
      if (node.parent?.type === "atrule" && /keyframes$/.test((node.parent as postcss.AtRule).name)) return;
      if (!isAsked(node))
        for (const name of newerInSelector(node.selector)) found.add(`${name} in ${weighed(node.selector)}`);
    } else if (node.type === "decl" && !node.prop.startsWith("--") && !isAsked(node)) {
      const isNewProperty = newerProperties.has(node.prop);
      const value = newerInValue(node);
      if ((isNewProperty || value) && !hasFallback(node, isNewProperty))
        found.add(`${isNewProperty ? node.prop : value} in ${whereOf(node)}`);
    }
  });
  return [...found];
}

/** A selector without what layers have become. */
const weighed = (selector: string) => selector.replaceAll(":not(#\\#)", "");
const whereOf = ({ parent }: Declaration) =>
  parent?.type === "rule" ? weighed((parent as Rule).selector) : `@${(parent as postcss.AtRule)?.name}`;
