import weightless from "./postcss.weightless.mjs";

// What Chromium 87 does not read becomes what it does (decision 0031). Below 88 a rule with `:is` or `:where`
// is not read, and below 99 nothing in a cascade layer, which is most of the styles: layers become selectors
// that weigh as much.
export default {
  plugins: [
    "@tailwindcss/postcss",
    [weightless, {}],
    "@csstools/postcss-is-pseudo-class",
    "@csstools/postcss-cascade-layers",
  ],
};
