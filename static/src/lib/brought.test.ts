import { expect, it } from "vitest";

import { addressIn, shortly, variantIn } from "./brought";

function data(list: string, types: string[] = ["text/uri-list"]): Pick<DataTransfer, "getData" | "types"> {
  return { getData: () => list, types };
}

it("takes the first address of a drop, past comments", () => {
  expect(addressIn(data("# from a page\r\nhttps://one.example/a.png\r\nhttps://two.example/"))).toBe(
    "https://one.example/a.png",
  );
});

it("leaves files to those who take files, and scripts to nobody", () => {
  expect(addressIn(data("https://one.example/", ["Files", "text/uri-list"]))).toBe("");
  expect(addressIn(data("javascript:alert(1)"))).toBe("");
});

it("knows a picture of our own by its address, and nobody else's", () => {
  expect(variantIn("http://here:1/variants/12/", "http://here:1")).toBe(12);
  expect(variantIn("http://there:1/variants/12/", "http://here:1")).toBeUndefined();
  expect(variantIn("http://here:1/media/12/original/", "http://here:1")).toBeUndefined();
});

it("names what travels", () => {
  expect(shortly("https://one.example/pictures/boat.png?x=1")).toBe("boat.png");
  expect(shortly("not an address")).toBe("not an address");
});
