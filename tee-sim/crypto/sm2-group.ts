// The points of the SM2 curve, and what multiplies them.
import { field, multiply } from './sm2-field.ts';
import { SM2_PARAMETERS } from './sm2-parameters.ts';
import { WeierstrassCurve } from './weierstrass-curve.ts';

export const sm2Group = new WeierstrassCurve({ ...SM2_PARAMETERS, a: -3 }, field, multiply);
