import { describe, expect, it } from 'vitest';
import { editDistance, nearestOf, nearOf } from '../../../src/session/nearest.ts';

describe('nearestOf', () => {
  it.each([
    ['add_to_cart', 'AddToCart'],
    ['ADD TO CART', 'AddToCart'],
    ['Purchse', 'Purchase'],
    ['Purhcase', 'Purchase'],
    ['Laed', undefined],
    ['Leader', undefined],
    ['', undefined],
    ['x'.repeat(100), undefined],
  ])('%s means %s', (word, meant) => {
    expect(nearestOf(word, ['AddToCart', 'Purchase', 'Lead'])).toBe(meant);
  });

  it('takes a slip in a shorter word where it is told to', () => {
    expect(nearestOf('Laed', ['Lead'], 4)).toBe('Lead');
  });
});

describe('nearOf', () => {
  it.each([
    ['products viewed', { word: 'Product Viewed', by: 'plural' }],
    ['PRODUCT-VIEWED', { word: 'Product Viewed', by: 'spelling' }],
    ['Prodcut Viewed', { word: 'Product Viewed', by: 'slip' }],
    ['Product Searches', { word: 'Product Search', by: 'plural' }],
    ['enquiries', { word: 'Enquiry', by: 'plural' }],
    ['Addresses', { word: 'Address', by: 'plural' }],
    ['Product Viewed', undefined],
    // Words of their own.
    ['unsubscribe', undefined],
    ['Subscribe Us', undefined],
    // Two are equally near.
    ['stepx', undefined],
  ])('%s', (word, near) => {
    const known = [
      'Product Viewed',
      'Product Search',
      'Enquiry',
      'Address',
      'step1',
      'step2',
      'Subscribe',
    ];
    expect(nearOf(word, known, 5)).toEqual(near);
  });
});

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['nmae', 'name', 1],
    ['same', 'same', 0],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});
