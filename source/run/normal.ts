/** How much of the standard normal distribution lies above `z`; right to seven digits, far out as well. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const x = z / Math.SQRT2;
  // Chebyshev's fit of the complementary error function.
  const t = 1 / (1 + x / 2);
  const fit = fitted.reduceRight((sum, factor) => sum * t + factor, 0);
  return (t * Math.exp(fit - x * x)) / 2;
}

/** The point of the standard normal distribution below which the share `chance` of it lies; above 0, below 1. */
export function normalQuantile(chance: number): number {
  if (chance > 0.5) return -normalQuantile(1 - chance);
  // Hastings' fit is right to three digits; one step of Newton's from there.
  const t = Math.sqrt(-2 * Math.log(chance));
  const z =
    t - ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return -(z + (normalTail(z) - chance) / density);
}

const fitted = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];
