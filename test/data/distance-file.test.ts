import { describe, expect, test } from "vitest";
import { parseDistances } from "../../src/data/distance-file.js";
import { DataError } from "../../src/data/sheet.js";

/** Metres, by the formulae of Vincenty (1975), Survey Review 23(176): another route than the one tested. */
const LONDON_PARIS = 342523.5209;
const D = [0, 3, 4, 3, 0, 5, 4, 5, 0];
const read = (text: string) => {
  const { labels, first } = parseDistances(text, "d.csv");
  return { labels: [...labels], distances: [...first(labels.length)] };
};

describe("matrices that are read", () => {
  const abc = ["a", "b", "c"];
  const good: [string, string, string[], number[]][] = [
    ["plain", "0,3,4\n3,0,5\n4,5,0\n", ["1", "2", "3"], D],
    ["labels above and beside", ",a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n", abc, D],
    ["a title in the corner", "city,a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n", abc, D],
    ["labels above", "a,b,c\n0,3,4\n3,0,5\n4,5,0", abc, D],
    ["labels beside", "a,0,3,4\nb,3,0,5\nc,4,5,0", abc, D],
    ["no corner, as R writes", "a b c\na 0 3 4\nb 3 0 5\nc 4 5 0", abc, D],
    ["numbers for labels", ",10,20,30\n10,0,3,4\n20,3,0,5\n30,4,5,0", ["10", "20", "30"], D],
    ["numbers for labels, no corner", '"1" "2" "3"\n"1" 0 3 4\n"2" 3 0 5\n"3" 4 5 0', ["1", "2", "3"], D],
    ["numbers for labels under a title", "id,1,2,3\n1,0,3,4\n2,3,0,5\n3,4,5,0", ["1", "2", "3"], D],
    ["labels twice the same", ",a,a,b\na,0,3,4\na,3,0,5\nb,4,5,0", ["a", "a", "b"], D],
    ["BOM, CRLF, blank lines at the end", "\uFEFF,a,b,c\r\na,0,3,4\r\nb,3,0,5\r\nc,4,5,0\r\n\r\n\r\n", abc, D],
    ["lone CR", "0,3,4\r3,0,5\r4,5,0\r", ["1", "2", "3"], D],
    ["mixed line ends, blank lines between", "0,3,4\r\n\n3,0,5\n\r\n4,5,0", ["1", "2", "3"], D],
    ["semicolons and decimal commas", ";a;b;c\na;0;3,0;4\nb;3;0,0;5\nc;4;5;0", abc, D],
    ["tabs", "\ta\tb\tc\na\t0\t3\t4\nb\t3\t0\t5\nc\t4\t5\t0", abc, D],
    ["tabs and decimal commas", "0\t3,0\t4\n3\t0\t5,0\n4\t5\t0", ["1", "2", "3"], D],
    ["aligned by spaces", "   0   3  4\n   3   0  5 \n   4   5  0\n", ["1", "2", "3"], D],
    ["spaces about commas", " , a , b , c \n a , 0 , 3 , 4 \n b , 3 , 0 , 5 \n c , 4 , 5 , 0 ", abc, D],
    ["quotes", '"","a, or ""A""","b","c"\n"a, or ""A""","0","3","4"\n"b",3,0,5\n"c",4,5,0', ['a, or "A"', "b", "c"], D],
    ["quoted labels among spaces", '"a b" 0 3 4\n"c d" 3 0 5\n"e" 4 5 0', ["a b", "c d", "e"], D],
    ["a line break in a label", ',"a\nb",c\n"a\nb",0,1\nc,1,0', ["a\nb", "c"], [0, 1, 1, 0]],
    ["a blank last column and row, as spreadsheets write", ",a,b,c,\na,0,3,4,\nb,3,0,5,\nc,4,5,0,\n,,,,\n", abc, D],
    ["exponents and signs", "0,+3e0,40e-1\n3.,0.0,5\n4,5,-0", ["1", "2", "3"], D],
    ["two points", "0 1\n1 0", ["1", "2"], [0, 1, 1, 0]],
    ["labels beside, two points", ",a,b\na,0,1\nb,1,0", ["a", "b"], [0, 1, 1, 0]],
    ["European labels", ";Zürich;Łódź\nZürich;0;1,5\nŁódź;1,5;0", ["Zürich", "Łódź"], [0, 1.5, 1.5, 0]],
  ];
  test.each(good)("%s", (_, text, labels, distances) => {
    const got = read(text);
    expect(got.labels).toEqual(labels);
    expect(got.distances.map((d) => d + 0)).toEqual(distances);
  });
  test("what differs by rounding is made symmetric", () => {
    const { distances } = read("0,0.30000000000000004\n0.3,0");
    expect(distances[1]).toBe(distances[2]);
    expect(distances[1]).toBeCloseTo(0.3, 15);
  });
  test("the first points are the leading block, a copy", () => {
    const table = parseDistances("0,3,4\n3,0,5\n4,5,0\n", "d.csv");
    const block = table.first(2);
    expect([...block]).toEqual([0, 3, 3, 0]);
    block.fill(7);
    expect([...table.first(2)]).toEqual([0, 3, 3, 0]);
  });
  test("1000 × 1000 in a second or two, four on a busy machine", () => {
    const n = 1000;
    const text = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.abs(i - j) / 7).join(",")).join("\n");
    const start = performance.now();
    expect(parseDistances(text, "d.csv").labels.length).toBe(n);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe("places that are read", () => {
  const expected = ["London", "Paris"];
  test.each([
    ["a row of titles", "name,lat,lon\nLondon,51.5074,-0.1278\nParis,48.8589,2.32\n"],
    ["without", "London,51.5074,-0.1278\nParis,48.8589,2.32"],
    ["other titles, other order, more columns", "Longitude;Population;City;Latitude\n-0,1278;9;London;51,5074\n2,32;2;Paris;48,8589"],
    ["tabs", "Name\tLat\tLng\nLondon\t51.5074\t-0.1278\nParis\t48.8589\t2.32"],
    ["west counted to 360", "name,lat,lon\nLondon,51.5074,359.8722\nParis,48.8589,2.32"],
  ])("%s", (_, text) => {
    const { labels, distances } = read(text);
    expect(labels).toEqual(expected);
    expect(distances[1]).toBeCloseTo(LONDON_PARIS, 3);
    expect(distances[2]).toBe(distances[1]);
    expect([distances[0], distances[3]]).toEqual([0, 0]);
  });
  test("without names", () => expect(read("lat,lon\n0,0\n0,1").labels).toEqual(["1", "2"]));
  test("one degree along the equator is a π/180, a quarter meridian 10001965.729 m", () => {
    const { distances } = read("x,0,0\ny,0,1\nz,90,0");
    expect(distances[1]).toBeCloseTo((6378137 * Math.PI) / 180, 6);
    expect(distances[2]).toBeCloseTo(10001965.729, 3);
  });
});

describe("what is refused, and where", () => {
  test.each([
    ["empty", "", "the file is empty"],
    ["blank", "\uFEFF \n\n,,\n", "the file is empty"],
    ["not a number", ",a,b\na,0,3\nb,x,0\n", 'row 3, column 2: "x" is not a number'],
    ["not a number, no labels", "0,1,2\n1,0,3\n2,zz,0", 'row 3, column 2: "zz" is not a number'],
    ["not a number in the first row", "0,x\n1,0", 'row 1, column 2: "x" is not a number'],
    ["not a number in the first column", "0,1,2\nx,0,3\n2,3,0", 'row 2, column 1: "x" is not a number'],
    ["not a number beside labels", "a,0,x\nb,3,0", 'row 1, column 3: "x" is not a number'],
    ["blank rows are counted", "0,1\n\n\n1,x", 'row 4, column 2: "x" is not a number'],
    ["NaN", "0,NaN\n1,0", 'row 1, column 2: "NaN" is not a number'],
    ["infinite", "0,1e999\n1e999,0", 'row 1, column 2: "1e999" is too large'],
    ["hexadecimal", "0,0x10\n1,0", 'row 1, column 2: "0x10" is not a number'],
    ["an empty cell", "0,1,2\n1,0,\n2,3,0", 'row 2, column 3: "" where a distance is expected'],
    ["a missing cell", "0,1,2\n1,0\n2,3,0", "row 2, column 3: a distance is missing: 2 in this row, 3 expected"],
    ["a missing cell beside labels", ",a,b\na,0,1\nb,1", "row 3, column 3: a distance is missing: 1 in this row, 2 expected"],
    ["a cell too many", "0,1\n1,0,9", undefined],
    ["a cell too many of three", "0,1,2\n1,0,3,9\n2,3,0", 'row 2, column 4: "9" is one distance too many: 3 expected in each row'],
    ["not square", "0,1,2\n1,0,3\n", "a matrix of distances is square, this one has 2 rows and 3 columns"],
    ["not square, labels", ",a,b,c\na,0,1,2\nb,1,0,3", "a matrix of distances is square, this one has 2 rows and 3 columns"],
    ["too many rows", ",a,b\na,0,1\nb,1,0\nc,2,2", "a matrix of distances is square, this one has 3 rows and 2 columns"],
    ["not symmetric", ",a,b\na,0,3\nb,4,0", 'row 3, column 2: "4" is not "3" (row 2, column 3): a matrix of distances is symmetric'],
    [
      "not symmetric beyond rounding",
      "0,1\n1.00000001,0",
      'row 2, column 1: "1.00000001" is not "1" (row 1, column 2): a matrix of distances is symmetric',
    ],
    ["zero on one side", "0,0\n1e-300,0", 'row 2, column 1: "1e-300" is not "0" (row 1, column 2): a matrix of distances is symmetric'],
    ["negative", "0,-3\n-3,0", 'row 1, column 2: "-3" is negative: distances are not'],
    ["diagonal", ",a,b\na,0,3\nb,3,1", 'row 3, column 3: "1" is the distance of a point from itself: expected 0'],
    ["one point", "0", "one point only: at least 2 are needed"],
    ["one labelled point", ",a\na,0", "one point only: at least 2 are needed"],
    ["one place", "name,lat,lon\nx,1,2", "one point only: at least 2 are needed"],
    ["no place", "name,lat,lon\n", "no points: at least 2 are needed"],
    ["labels that disagree", ",a,b\na,0,3\nc,3,0", 'row 3, column 1: "c" labels the row whose column is labelled "b" (row 1, column 3)'],
    [
      "labels that disagree, no corner",
      "a b c\na 0 3 4\nx 3 0 5\nc 4 5 0",
      'row 3, column 1: "x" labels the row whose column is labelled "b" (row 1, column 2)',
    ],
    ["latitude", "name,lat,lon\nx,91,0\ny,0,0", 'row 2, column 2: "91" is not a latitude in [-90, 90]'],
    ["longitude", "x,1,0\ny,0,361\nz,0,0", 'row 2, column 3: "361" is not a longitude in [-180, 360]'],
    ["a longitude below", "x,1,0\ny,0,-181\nz,0,0", 'row 2, column 3: "-181" is not a longitude in [-180, 360]'],
    ["no latitude", "name,lat,lon\nx,,0\ny,0,0", 'row 2, column 2: "" where a latitude is expected'],
    ["no longitude", "name,lat,lon\nx,0\ny,0,0", 'row 2, column 3: "" where a longitude is expected'],
    ["a latitude that is no number", "name,lat,lon\nx,52°,0\ny,0,0", 'row 2, column 2: "52°" is not a number'],
    ["thousands or decimals", "0\t2,762\n2,762\t0", 'row 1, column 2: "2,762" may be 2.762 or 2762: write numbers with a decimal point'],
    ["points and commas", "0;2,5;1.5\n2,5;0;1\n1.5;1;0", 'row 1, column 3: "1.5" is not a number: other cells have decimal commas'],
    [
      "places or labelled distances",
      "a,0,3\nb,3,0",
      "two places or two labelled distances? Begin with a row of titles: name,lat,lon or ,a,b",
    ],
    ["an open quote", '"a,0,3\nb,3,0', "a quote is opened and never closed"],
    ["prose", "This is no table.", undefined],
    ["a long cell", `0,${"y".repeat(99)}\n1,0`, `row 1, column 2: "${"y".repeat(40)}…" is not a number`],
  ])("%s", (_, text, message) => {
    let thrown: unknown;
    try {
      parseDistances(text, "bad.csv");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DataError);
    const said = (thrown as Error).message;
    expect(said.split("\n")).toHaveLength(1);
    if (message === undefined) expect(said).toMatch(/^bad\.csv: /);
    else expect(said).toBe(`bad.csv: ${message}`);
  });
});
