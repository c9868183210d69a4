/** Pictures out of a drop or a paste. */

export const MOST_BYTES = 20 * 1024 * 1024;

/** The files that a person dropped or pasted; not the text that came along. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data) return [];
  const files = [...data.files];
  if (files.length) return files;
  return [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
}

/** Why a file need not even be sent; empty when it may be a picture. The server looks at the bytes. */
export function refusal(file: Pick<File, "name" | "size" | "type">): string {
  const named = file.name || "The picture";
  if (file.size > MOST_BYTES) {
    const megabytes = (file.size / 1024 / 1024).toFixed(1);
    return `${named} has ${megabytes} MB; the limit is ${MOST_BYTES / 1024 / 1024} MB.`;
  }
  if (file.size === 0) return `${named} is empty.`;
  if (file.type && !file.type.startsWith("image/")) return `${named} is no picture.`;
  return "";
}

/** A name for what a paste brought: browsers call every one of them "image.png". */
export function nameFor(file: Pick<File, "name" | "type">): string {
  if (file.name && file.name !== "image.png") return file.name;
  return `pasted.${file.type.split("/")[1]?.split("+")[0] ?? "png"}`;
}
