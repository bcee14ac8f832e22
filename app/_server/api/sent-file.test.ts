import { expect, test } from "vitest";
import { sentFile } from "./sent-file.ts";

const sending = (file: File) => {
  const form = new FormData();
  form.set("sha256", file);
  return sentFile(form, "sha256");
};

test("an empty file is a file; what a browser sends for none chosen is not", async () => {
  expect(await sending(new File([], "空.xlsx"))).toEqual({
    bytes: new Uint8Array(),
    fields: {
      fileName: "空.xlsx",
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    },
  });
  expect(await sending(new File([], ""))).toBeNull();
});
