import parser from "postcss-selector-parser";

/**
 * `:where` becomes `:is`, for the plugin that follows to flatten. What it wraps gains its weight, so a rule
 * that weighed nothing at all (`:where(.divide-y > :not(:last-child))`) leaves the utilities for the
 * components: every utility beats it, as it did.
 */
export default function weightless() {
  return {
    postcssPlugin: "weightless",
    Once(root, { AtRule }) {
      root.walkRules(/:where\(/, (rule) => {
        const selectors = parser().astSync(rule.selector);
        const isWeightless = selectors.every((selector) =>
          selector.every((part) => part.type === "pseudo" && part.value === ":where"),
        );
        selectors.walkPseudos((part) => {
          if (part.value === ":where") part.value = ":is";
        });
        rule.selector = selectors.toString();
        if (isWeightless) toComponents(rule, AtRule);
      });
    },
  };
}
weightless.postcss = true;

function toComponents(rule, AtRule) {
  let moved = rule.clone();
  let at = rule.parent;
  for (; at.type === "atrule" && at.name !== "layer"; at = at.parent) moved = at.clone({ nodes: [moved] });
  if (at.type !== "atrule" || at.params !== "utilities") return;
  at.before(new AtRule({ name: "layer", params: "components", nodes: [moved] }));
  rule.remove();
}
