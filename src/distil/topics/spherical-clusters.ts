/** A vector's place in a cluster: its index in the input and its cosine to the cluster's middle, 0..1. */
export interface ClusterMember {
  readonly index: number
  readonly weight: number
}

const rounds = 20

/**
 * Spherical k-means with farthest-first seeds. The common direction of all vectors is taken out first, or every document of
 * one product looks alike. Clusters of one join the nearest other; each result is sorted, largest cluster first.
 */
export function sphericalClusters(vectors: readonly Float32Array[], count: number): readonly (readonly ClusterMember[])[] {
  const points = centred(vectors)
  let centres = seeds(points, Math.min(count, points.length))
  let assigned: readonly number[] = []
  for (let round = 0; round < rounds; round++) {
    const next = points.map((point) => nearest(point, centres))
    const same = next.every((centre, index) => centre === assigned[index])
    assigned = next
    if (same) break
    centres = centres.map((centre, at) => middle(points.filter((_, index) => assigned[index] === at)) ?? centre)
  }
  const sizes = centres.map((_, at) => assigned.filter((centre) => centre === at).length)
  const kept = centres.filter((_, at) => (sizes[at] ?? 0) > 1)
  const final = kept.length === 0 ? centres.slice(0, 1) : kept
  const home = points.map((point) => nearest(point, final))
  return final
    .map((centre, at) =>
      points
        .flatMap((point, index) => (home[index] === at ? [{ index, weight: Math.max(0, dot(point, centre)) }] : []))
        .sort((a, b) => b.weight - a.weight || a.index - b.index),
    )
    .filter((cluster) => cluster.length > 0)
    .sort((a, b) => b.length - a.length || (a[0]?.index ?? 0) - (b[0]?.index ?? 0))
}

function centred(vectors: readonly Float32Array[]): readonly Float32Array[] {
  const units = vectors.map(normal)
  const mean = new Float32Array(vectors[0]?.length ?? 0)
  for (const unit of units) for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (unit[at] ?? 0) / units.length
  return units.map((unit) => normal(unit.map((value, at) => value - (mean[at] ?? 0))))
}

function seeds(points: readonly Float32Array[], count: number): readonly Float32Array[] {
  const first = points[0]
  if (first === undefined) return []
  const chosen = [first]
  while (chosen.length < count) {
    let [far, lowest] = [-1, Number.POSITIVE_INFINITY]
    points.forEach((point, index) => {
      const closest = Math.max(...chosen.map((seed) => dot(point, seed)))
      if (closest < lowest - 1e-9) [far, lowest] = [index, closest]
    })
    const next = points[far]
    if (next === undefined || lowest > 0.999) break
    chosen.push(next)
  }
  return chosen
}

function nearest(point: Float32Array, centres: readonly Float32Array[]): number {
  let [best, highest] = [0, Number.NEGATIVE_INFINITY]
  centres.forEach((centre, at) => {
    const cosine = dot(point, centre)
    if (cosine > highest + 1e-9) [best, highest] = [at, cosine]
  })
  return best
}

function middle(points: readonly Float32Array[]): Float32Array | null {
  const [first] = points
  if (first === undefined) return null
  const sum = new Float32Array(first.length)
  for (const point of points) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (point[at] ?? 0)
  return normal(sum)
}

function normal(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return length === 0 ? vector : vector.map((value) => value / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
