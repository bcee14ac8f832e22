export * from "./audit.ts";
export * from "./divisions.ts";
export * from "./facts.ts";
export * from "./filing.ts";
export * from "./funding.ts";
export * from "./income.ts";
export * from "./people.ts";
export * from "./projects.ts";
