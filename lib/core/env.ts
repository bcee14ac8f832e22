import { isIP } from "node:net";
import { z } from "zod";

const Environment = z.object({
  DATABASE_URL: z.string().default("data/guatu.db"),
  GUATU_MODE: z.enum(["demonstration", "production"]).default("demonstration"),
  GUATU_ORIGIN: z.string().optional(),
  GUATU_ALLOW_HTTP: z.enum(["yes", "no"]).default("no"),
  GUATU_PROXY: z.string().default(""),
  GUATU_CRYPTO: z.enum(["gm"]).optional(),
  GUATU_SECRET: z.string().min(32).optional(),
  GUATU_BACKUPS: z.string().optional(),
  GUATU_BACKUPS_2: z.string().optional(),
  GUATU_TODAY: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  GUATU_ANCHORS: z.string().optional(),
  GUATU_SYSLOG: z.string().optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().default(3000),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Syslog = { host: string; port: number };
/** What a demonstration uses where it is given none: anybody can read it. */
export const demonstrationSecret = "a-demonstration-needs-no-secret-of-its-own";

export type Env = {
  /** `postgres://…`, or the path of the SQLite file. */
  databaseUrl: string;
  production: boolean;
  /** The addresses that people open, and whose pages may post; no other is answered. */
  origins: [string, ...string[]];
  /** The first of them, which paper, codes and links name. */
  origin: string;
  /** The addresses of the proxy in front, whose word about who asks is believed; none by default. */
  proxies: string[];
  /** A district that is founded now is kept with SM3 and SM4. */
  gm: boolean;
  /** Encrypts second-factor secrets at rest. */
  secret: string;
  /** Where copies of the database go by themselves, and where they go besides; null for nowhere. */
  backups: { folder: string | null; second: string | null };
  /** The business day to stand on instead of the real one. */
  today: string | undefined;
  /** The file that heads of the audit trail are appended to, on another disk. */
  anchors: string | undefined;
  /** The log server that they are sent to. */
  syslog: Syslog | undefined;
  /** Where it listens. */
  host: string;
  port: number;
  logLevel: string;
};

/**
 * Reads the environment.
 * @throws one plain sentence that names the variable and how to set it.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(filled);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `The environment variable ${issue?.path.join(".")} is not usable: ${issue?.message}. See .env.example.`,
    );
  }
  const given = parsed.data;
  const production = given.GUATU_MODE === "production";
  if (production && !given.GUATU_SECRET)
    throw new Error(
      "GUATU_SECRET is missing: production needs one of at least 32 characters, e.g. from `openssl rand -hex 32`.",
    );
  if (production && !given.GUATU_ORIGIN)
    throw new Error(
      "GUATU_ORIGIN is missing: production needs the address that people open, e.g. https://guatu.example.gov.cn.",
    );
  const everywhere = /^(0\.0\.0\.0|::)$/.test(given.HOST);
  if (!given.GUATU_ORIGIN && everywhere)
    throw new Error(
      `GUATU_ORIGIN is missing: whoever listens on ${given.HOST} must say which address people open, e.g. http://10.1.2.3:${given.PORT}.`,
    );
  const origins = given.GUATU_ORIGIN
    ? originsOf(given.GUATU_ORIGIN, { production, allowHttp: given.GUATU_ALLOW_HTTP === "yes" })
    : ownOrigins(given.HOST, given.PORT);
  const proxies = given.GUATU_PROXY.split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const noAddress = proxies.find((one) => !isIP(one));
  if (noAddress)
    throw new Error(
      `GUATU_PROXY holds ${noAddress}, which is no address: give the proxy's own, e.g. 10.0.0.5, several with commas.`,
    );
  return {
    databaseUrl: given.DATABASE_URL,
    production,
    origins,
    origin: origins[0],
    proxies,
    backups: {
      folder:
        given.GUATU_BACKUPS === "off" ? null : (given.GUATU_BACKUPS ?? (production ? "data/backups" : null)),
      second: given.GUATU_BACKUPS_2 ?? null,
    },
    gm: given.GUATU_CRYPTO === "gm",
    secret: given.GUATU_SECRET ?? demonstrationSecret,
    today: given.GUATU_TODAY,
    anchors: given.GUATU_ANCHORS,
    syslog: syslogOf(given.GUATU_SYSLOG),
    host: given.HOST,
    port: given.PORT,
    logLevel: given.LOG_LEVEL,
  };
}

/**
 * `10.0.0.9`, `log.example.gov.cn:5514`, `[2001:db8::9]:514`; 514 unless given.
 * @throws one plain sentence
 */
function syslogOf(text: string | undefined): Syslog | undefined {
  if (text === undefined) return undefined;
  const [, bracketed, plain, port = "514"] =
    /^(?:\[([0-9a-f:]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (!host || Number(port) < 1 || Number(port) > 65_535)
    throw new Error(`GUATU_SYSLOG holds ${text}, which is no log server: give e.g. 10.0.0.9:514.`);
  return { host, port: Number(port) };
}

/** A demonstration on one's own machine is opened by whichever of its names comes to mind. */
const ownOrigins = (host: string, port: number): [string, ...string[]] => [
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
  ...(host === "127.0.0.1" || host === "localhost"
    ? []
    : [`http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`]),
];

const isOrigin = (text: string): boolean =>
  /^https?:\/\/[^/?#]+$/i.test(text) && URL.canParse(text) && new URL(text).username === "";

/**
 * The addresses that people open, of a list with commas; the first is the one that letters, paper and codes
 * name.
 * @throws one plain sentence
 */
function originsOf(
  text: string,
  { production, allowHttp }: { production: boolean; allowHttp: boolean },
): [string, ...string[]] {
  const given = text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  for (const one of given)
    if (!isOrigin(one))
      throw new Error(
        `GUATU_ORIGIN holds ${one}, which is no address: give e.g. https://guatu.example.gov.cn, without a path, several with commas.`,
      );
  const origins = given.map((one) => new URL(one));
  const [first, ...rest] = [...new Set(origins.map(({ origin }) => origin))];
  if (!first) throw new Error("GUATU_ORIGIN holds no address: give e.g. https://guatu.example.gov.cn.");
  if (production && !allowHttp && origins.some(({ protocol }) => protocol === "http:"))
    throw new Error(
      "GUATU_ORIGIN holds an http address: what is sent there can be read on the way. Give https, or set GUATU_ALLOW_HTTP=yes.",
    );
  const names = new Map(origins.map(({ hostname }) => [hostname, new Set<string>()]));
  for (const { hostname, protocol } of origins) names.get(hostname)?.add(protocol);
  const both = [...names].find(([, schemes]) => schemes.size > 1);
  if (production && both)
    throw new Error(
      `GUATU_ORIGIN holds ${both[0]} with http and with https: a session of one is lost in the other. Give one.`,
    );
  return [first, ...rest];
}

/** What a program of the machine's that we start is told: what we were told, and `more`. */
export const environmentOfTools = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
});
