/** The 34 most populous European cities in order of population: city-centre coordinates in degrees, WGS-84. */
import type { DistanceTable } from "./distance-table.js";
import { fromCoordinates, type Place } from "./geodesic.js";

/** Rounded to four decimals, which is about ten metres. */
export const cities: readonly Place[] = [
  { name: "Moscow", lat: 55.7558, lon: 37.6173 },
  { name: "Istanbul", lat: 41.0082, lon: 28.9784 },
  { name: "London", lat: 51.5074, lon: -0.1278 },
  { name: "Saint Petersburg", lat: 59.9387, lon: 30.3162 },
  { name: "Berlin", lat: 52.517, lon: 13.3889 },
  { name: "Madrid", lat: 40.4167, lon: -3.7036 },
  { name: "Kyiv", lat: 50.4501, lon: 30.5241 },
  { name: "Rome", lat: 41.8933, lon: 12.4829 },
  { name: "Paris", lat: 48.8589, lon: 2.32 },
  { name: "Minsk", lat: 53.9025, lon: 27.5618 },
  { name: "Vienna", lat: 48.2084, lon: 16.3725 },
  { name: "Hamburg", lat: 53.5503, lon: 10.0007 },
  { name: "Bucharest", lat: 44.4361, lon: 26.1027 },
  { name: "Warsaw", lat: 52.2337, lon: 21.0714 },
  { name: "Budapest", lat: 47.4814, lon: 19.1461 },
  { name: "Barcelona", lat: 41.3829, lon: 2.1774 },
  { name: "Munich", lat: 48.1371, lon: 11.5754 },
  { name: "Kharkiv", lat: 49.9923, lon: 36.231 },
  { name: "Belgrade", lat: 44.8178, lon: 20.4569 },
  { name: "Milan", lat: 45.4642, lon: 9.1896 },
  { name: "Kazan", lat: 55.7824, lon: 49.1242 },
  { name: "Prague", lat: 50.0875, lon: 14.4213 },
  { name: "Sofia", lat: 42.6977, lon: 23.3217 },
  { name: "Nizhny Novgorod", lat: 56.3264, lon: 44.0051 },
  { name: "Ufa", lat: 54.7262, lon: 55.9477 },
  { name: "Samara", lat: 53.1986, lon: 50.114 },
  { name: "Birmingham", lat: 52.4797, lon: -1.9027 },
  { name: "Rostov-on-Don", lat: 47.2214, lon: 39.7114 },
  { name: "Krasnodar", lat: 45.0352, lon: 38.9765 },
  { name: "Cologne", lat: 50.9384, lon: 6.96 },
  { name: "Voronezh", lat: 51.6606, lon: 39.2006 },
  { name: "Perm", lat: 58.0103, lon: 56.2342 },
  { name: "Volgograd", lat: 48.7082, lon: 44.5153 },
  { name: "Odesa", lat: 46.4874, lon: 30.7393 },
];

/** Geodesic distances in metres. */
export const europe: DistanceTable = fromCoordinates(cities);
