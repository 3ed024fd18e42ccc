package live

// GoodHead is for the benchmarks, which are outside of the package because they run what imports it.
const GoodHead = goodHead
