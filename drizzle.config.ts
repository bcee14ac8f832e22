import { defineConfig } from "drizzle-kit";

const postgres = /^postgres/.test(process.env.DATABASE_URL ?? "");

// Both engines' migrations come from the same schema: npm run generate, once with and once without
// DATABASE_URL=postgres:
export default defineConfig({
  dialect: postgres ? "postgresql" : "sqlite",
  schema: "./db/schema/index.ts",
  out: postgres ? "./db/migrations/postgres" : "./db/migrations/sqlite",
  casing: "snake_case",
});
