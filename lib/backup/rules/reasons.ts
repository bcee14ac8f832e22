/**
 * Why a copy was not made, is not sound, or is not taken back: a word for each language to say, and what it
 * is about.
 */
export class Unfit extends Error {
  readonly code: UnfitCode;
  /** What else is to be said: a number, a name, the tool's own words. */
  readonly about: string;
  constructor(code: UnfitCode, about = "") {
    super(`${sentences[code]}${about ? ` (${about})` : ""}`);
    this.code = code;
    this.about = about;
  }
}

/** What whoever holds the machine reads. */
const sentences = {
  absent: "There is no such file. 没有这个文件。",
  noManifest:
    "No manifest lies beside it, or not as it was written: nobody can say what it must hold. 旁边没有清单，或清单已被改动。",
  otherEngine: "It is a copy of the other engine's database. 这是另一种数据库的备份。",
  bytes: "Its size is not the manifest's. 文件大小与清单不符。",
  checksum:
    "Its SHA-256 is not the manifest's: it was changed or damaged. 校验和与清单不符，文件被改动或已损坏。",
  integrity: "SQLite's own check complains of it. 数据库完整性检查未通过。",
  contents: "What it holds is not what the manifest says. 内容与清单不符。",
  chain: "Its audit log breaks. 其操作日志断裂。",
  newer: "It was made by a newer Guatu: take it back with that version. 备份出自更新的版本，请用该版本恢复。",
  older:
    "It is older than the newest anchor: what was recorded after it would be lost; --force-older takes it back all the same. 备份早于最新锚点。",
  otherTrail:
    "The newest anchor is not of its audit log: it is another database's copy, or was rewritten. 备份与锚点不属同一操作日志。",
  inUse: "The database is open: stop the server first. 数据库正被使用，请先停止服务。",
  full: "There is not room for it on that disk. 磁盘空间不足。",
  noTool:
    "pg_dump and pg_restore of the server's version or newer are not on this machine. 本机没有相应版本的 pg_dump、pg_restore。",
  failed: "It could not be made. 未能完成。",
} as const;
export type UnfitCode = keyof typeof sentences;
