import type { Lean } from './latent-types.ts'

/**
 * Where the four types stand on what the shipped questionnaire asks, by the key of the answer. Points on scales run from about -1
 * (left end, disagree) to 1 (right end, agree); `base` is where everyone stands before that.
 */
export const scaleLeanings: Record<string, { lean: Lean; base?: number }> = {
  need_fits: { lean: [0, 0.6, 0.1, 0], base: 0.4 },
  need_simple: { lean: [-0.5, 0.1, -0.3, 0.9], base: 0.1 },
  need_safe: { lean: [1, 0.6, -0.6, -0.2], base: 0.2 },
  need_fast: { lean: [-0.8, -0.3, 0, 1] },
  need_help: { lean: [-0.2, 0.9, -0.5, -0.5], base: -0.1 },
  need_budget: { lean: [0.2, 0.2, -0.6, 0.5], base: 0.2 },
  why_myself: { lean: [-0.4, -0.6, 1, -0.5], base: -0.3 },
  why_treat: { lean: [-0.5, -0.4, 0.9, -0.2], base: -0.1 },
  why_others: { lean: [0, 0.5, -0.1, 0] },
  why_new: { lean: [-0.2, -0.9, 1, -0.3], base: -0.2 },
  why_order: { lean: [-0.2, 0, -0.8, 0.9] },
  why_last: { lean: [0.7, 0.9, -0.5, 0.1], base: 0.3 },
  style: { lean: [-0.1, 0, -0.9, 0.5], base: -0.1 },
  worth: { lean: [-0.6, -0.5, 0, 0.8], base: -0.1 },
  known: { lean: [-0.1, 0.9, -1, 0], base: 0.1 },
  advice: { lean: [-0.9, 0.9, -0.3, -0.1] },
  pace: { lean: [1, 0.3, 0, -1] },
  offer: { lean: [0.2, -0.6, -0.4, 0.5] },
  view_reviews: { lean: [0.9, -0.7, 0.2, 0.3], base: 0.1 },
  view_brands: { lean: [-0.3, 0.9, -0.1, -0.5] },
  view_ads: { lean: [-0.6, 0, 0.7, 0], base: -0.5 },
  view_fun: { lean: [0.1, -0.6, 1, -0.9] },
  view_regret: { lean: [0.9, -0.5, 0, -0.2], base: -0.2 },
  view_staff: { lean: [-0.6, 0.9, -0.3, -0.3] },
  stand_planet: { lean: [0.4, 0.2, 0.2, -0.5], base: 0.1 },
  stand_local: { lean: [-0.1, 0.8, 0, -0.5] },
  stand_waste: { lean: [0.3, 0.5, -0.4, 0], base: 0.5 },
  habit_compare: { lean: [0.9, -0.5, -0.2, 0.3], base: 0.2 },
  habit_sales: { lean: [0.4, -0.2, 0, 0.3], base: -0.1 },
  habit_same: { lean: [-0.4, 1, -0.8, 0.3] },
  habit_tell: { lean: [0, -0.2, 0.9, -0.5], base: -0.2 },
  habit_send_back: { lean: [0.3, -0.6, 0.5, 0], base: -0.6 },
  habit_list: { lean: [0.2, 0.6, -0.9, 0.6] },
  satisfied: { lean: [0.1, 0.5, 0.4, 0], base: 0.7 },
  again: { lean: [-0.1, 0.6, 0.3, 0], base: 0.7 },
  channel: { lean: [0.3, -1, 0.1, 0.9] },
  age_group: { lean: [0, 0.3, -0.3, -0.1] },
}

/** How much each option of a single choice draws the four types, added to `base`, on a log scale. */
export const choiceLeanings: Record<string, Record<string, { lean: Lean; base?: number }>> = {
  last_bought: {
    week: { lean: [0, 0, 0.8, 0], base: -0.8 },
    month: { lean: [0, 0, 0.5, 0.2], base: 0.1 },
    half_year: { lean: [0, 0, 0, 0], base: 0.8 },
    year: { lean: [0, 0.2, -0.3, 0], base: 0.4 },
    longer: { lean: [0.2, 0.7, -0.6, 0] },
    dont_know: { lean: [0, 0, 0, 0], base: -2 },
  },
  trigger: {
    replace: { lean: [0.4, 1, -1, 0.9], base: 0.6 },
    saw: { lean: [-0.5, -0.8, 1.6, -0.5] },
    occasion: { lean: [0, 0.3, 0.2, 0], base: -0.5 },
    change: { lean: [0.3, 0, 0.2, 0], base: -0.2 },
    price: { lean: [0.4, -0.5, 0, 0.6], base: -0.4 },
    other: { lean: [0, 0, 0, 0], base: -1.4 },
  },
  decided: {
    before: { lean: [-1.2, 1.3, -0.8, 0.4] },
    looking: { lean: [-0.3, 0, 1, 0.1] },
    comparing: { lean: [1.5, -0.6, -0.1, -0.3], base: 0.1 },
    paying: { lean: [0, -0.4, 0.2, 0.4], base: -0.5 },
  },
  duration: {
    minutes: { lean: [-1.5, 0, 0.2, 1], base: -0.6 },
    day: { lean: [-1, 0.3, 0, 1] },
    week: { lean: [0.1, 0.2, 0, 0], base: 0.3 },
    month: { lean: [1, 0, 0.2, -0.9], base: 0.1 },
    longer: { lean: [0.9, 0, 0.2, -1], base: -0.3 },
    dont_know: { lean: [0, 0, 0, 0], base: -1.8 },
  },
  lives: {
    city: { lean: [0.1, -0.3, 0.4, 0.2], base: 0.3 },
    town: { lean: [0, 0, 0, 0], base: 0.2 },
    country: { lean: [0, 0.3, -0.1, 0] },
    refused: { lean: [0, 0, 0, 0], base: -2.6 },
  },
}

/** Log-odds of ticking each option. */
export const tickLeanings: Record<string, Record<string, { lean: Lean; base: number }>> = {
  sources: {
    shop: { lean: [0, 1.4, 0.3, -0.9], base: 0 },
    shop_site: { lean: [0.6, -0.8, 0.3, 0.9], base: 0.1 },
    search: { lean: [0.8, -1, 0.2, 0.3], base: -0.1 },
    reviews: { lean: [1.8, -1.6, 0.2, 0.4], base: -0.3 },
    tests: { lean: [1.5, 0, -0.8, -0.8], base: -1 },
    social: { lean: [-0.8, -1.3, 1.7, -0.3], base: -1.2 },
    people: { lean: [-0.1, 0.8, 0.2, 0], base: -0.6 },
  },
  must: {
    returns: { lean: [0.7, -0.4, 0.5, 0.2], base: -0.4 },
    clear_price: { lean: [0.1, 0.2, -0.5, 0.8], base: -0.2 },
    try: { lean: [-0.1, 1.1, 0.5, -1], base: -0.6 },
    stock: { lean: [-0.6, 0.3, -0.3, 1.1], base: -0.7 },
    facts: { lean: [1.7, -0.6, -0.6, -0.3], base: -0.6 },
  },
  trouble: {
    too_much: { lean: [0.3, 0.6, -0.9, 0.9], base: -0.8 },
    unclear: { lean: [1.2, -0.1, -0.3, -0.1], base: -1 },
    price: { lean: [0.1, 0.3, 0.1, 0.3], base: -0.9 },
    gone: { lean: [-0.1, 0.2, 0.6, 0.4], base: -1.4 },
    wait: { lean: [-0.4, -0.2, 0.1, 1.1], base: -1.4 },
    service: { lean: [-0.5, 0.9, -0.3, -0.2], base: -1.5 },
    other: { lean: [0, 0, 0, 0], base: -3.2 },
  },
}

/** Mean of a count by type. */
export const countMeans: Record<string, Lean> = { places: [6.5, 1.6, 4.2, 2.1] }
