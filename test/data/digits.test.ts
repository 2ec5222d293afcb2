/** The shipped digits are those of the data set, and examples are made of them as described. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digits, examples } from "../../src/data/digits.js";

const { images, labels } = digits();
const reference = JSON.parse(readFileSync(new URL("mlp.json", import.meta.url), "utf8")).digits as {
  sum: number;
  first: string;
  last: string;
};

test("the number of images of each digit is that of optdigits.names", () => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]!++;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  expect(images.length).toBe(1797 * 64);
});

test("pixels: the first and the last image, their range, their sum", () => {
  const pixelsOf = (row: string): number[] => Array.from(row, (c) => Number.parseInt(c, 17));
  expect([...images.subarray(0, 64)]).toEqual(pixelsOf(reference.first));
  expect([...images.subarray(-64)]).toEqual(pixelsOf(reference.last));
  expect([Math.min(...images), Math.max(...images)]).toEqual([0, 16]);
  expect(images.reduce((a, b) => a + b, 0)).toBe(reference.sum);
  // As scikit-learn prints its first digit.
  expect([...images.subarray(0, 16)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
});

test("examples: those chosen of the classes asked for, blocks of pixels averaged", () => {
  let available = 0;
  const { x, y, count } = examples(2, 3, (n) => {
    available = n;
    return [0, n - 1];
  });
  expect(available).toBe(178 + 182 + 177);
  expect(count).toBe(2);
  expect([...y]).toEqual([1, 0, 0, ...[0, 1, 2].map((k) => Number(k === labels[labels.findLastIndex((label) => label < 3)]!))]);
  const corner = [0, 1, 2, 3].flatMap((row) => [...images.subarray(8 * row, 8 * row + 4)]);
  expect(x[0]).toBe(corner.reduce((a, b) => a + b, 0) / 256);
  const all = examples(8, 10, (n) => Array.from({ length: n }, (_, i) => i));
  expect(all.x).toEqual(Float64Array.from(images, (pixel) => pixel / 16));
  const whole = examples(1, 10, () => [5]);
  expect(whole.x[0]).toBeCloseTo(images.subarray(320, 384).reduce((a, b) => a + b, 0) / 1024, 15);
});
