// The SM4 substitution (GB/T 32907-2016 §6.2) as a circuit of logic gates instead of a table of 256 bytes:
// no address depends on data, and 32 bytes go through at once, one in each bit position of eight planes.

/**
 * Replaces the 32 bytes whose bits i are in `planes[i]` by S(x) = A·(A·x ⊕ d3)⁻¹ ⊕ d3, where A is the circulant
 * matrix of a7 and the inverse is taken in GF(2)[t]/(t⁸ + t⁷ + t⁶ + t⁵ + t⁴ + t² + 1).
 *
 * The inverse is computed in the isomorphic tower GF(((2²)²)²) with normal bases at all three levels, where
 * (a, b)⁻¹ = (b, a)·(norm)⁻¹; among all such bases this one gave the fewest gates after common sums were shared:
 * 127 and ten complements. One straight line, because every gate uses the ones before it.
 */
export function substitutePlanes(planes: Int32Array): void {
  const x0 = ~(planes[0] ?? 0);
  const x1 = planes[1] ?? 0;
  const x2 = ~(planes[2] ?? 0);
  const x3 = planes[3] ?? 0;
  const x4 = ~(planes[4] ?? 0);
  const x5 = ~(planes[5] ?? 0);
  const x6 = ~(planes[6] ?? 0);
  const x7 = planes[7] ?? 0;
  // Into the tower field: the sums of input bits that the products below take.
  const g0 = x3 ^ x5;
  const g1 = x2 ^ x4;
  const g2 = x7 ^ g1;
  const g3 = x1 ^ x5;
  const g4 = x0 ^ g0;
  const g5 = g2 ^ g3;
  const g6 = x0 ^ g2;
  const g7 = x3 ^ x7;
  const g8 = x7 ^ g0;
  const g9 = x2 ^ x6;
  const g10 = x1 ^ g7;
  const g11 = x6 ^ g5;
  const g12 = x1 ^ g9;
  const g13 = g1 ^ g4;
  const g14 = x5 ^ x7;
  const g15 = g0 ^ g1;
  const g16 = x6 ^ g6;
  const g17 = x3 ^ g16;
  const g18 = x0 ^ g3;
  const g19 = x1 ^ g1;
  const g20 = x0 ^ g7;
  const g21 = x4 ^ g14;
  const g22 = x0 ^ g19;
  const g23 = x4 ^ g20;
  const g24 = x2 ^ g8;
  const g25 = x6 ^ g0;
  const g26 = x1 ^ g4;
  // The norm to GF(2⁴): a·b by nine products, and a linear part.
  const g27 = x0 & g4;
  const g28 = g3 & g23;
  const g29 = g18 & g21;
  const g30 = g15 & g26;
  const g31 = g10 & g17;
  const g32 = g5 & g11;
  const g33 = g13 & x1;
  const g34 = g8 & g9;
  const g35 = g6 & g12;
  const g36 = g27 ^ g31;
  const g37 = g29 ^ g30;
  const g38 = g28 ^ g36;
  const g39 = g32 ^ g38;
  const g40 = g22 ^ g38;
  const g41 = g25 ^ g37;
  const g42 = g33 ^ g36;
  const g43 = g24 ^ g39;
  const g44 = g35 ^ g42;
  const g45 = g41 ^ g44;
  const g46 = g27 ^ x6;
  const g47 = g37 ^ g46;
  const g48 = g33 ^ g43;
  const g49 = g34 ^ g48;
  const g50 = g30 ^ g40;
  const g51 = g32 ^ g47;
  // Its inverse in GF(2⁴), over GF(2²).
  const g52 = g50 ^ g51;
  const g53 = g49 ^ g45;
  const g54 = g50 & g49;
  const g55 = g51 & g45;
  const g56 = g52 & g53;
  const g57 = g56 ^ g45;
  const g58 = g51 ^ g57;
  const g59 = g54 ^ g49;
  const g60 = g50 ^ g58;
  const g61 = g59 ^ g60;
  const g62 = g55 ^ g58;
  const g63 = g62 ^ g61;
  const g64 = g49 & g62;
  const g65 = g45 & g61;
  const g66 = g53 & g63;
  const g67 = g50 & g62;
  const g68 = g51 & g61;
  const g69 = g52 & g63;
  const g70 = g65 ^ g66;
  const g71 = g67 ^ g68;
  const g72 = g64 ^ g66;
  const g73 = g64 ^ g65;
  const g74 = g67 ^ g69;
  const g75 = g68 ^ g69;
  const g76 = g70 ^ g75;
  const g77 = g72 ^ g74;
  const g78 = g71 ^ g73;
  // The inverse in GF(2⁸): both halves times that, by nine products each.
  const g79 = g72 & g4;
  const g80 = g70 & g23;
  const g81 = g73 & g21;
  const g82 = g74 & g26;
  const g83 = g75 & g17;
  const g84 = g71 & g11;
  const g85 = g77 & x1;
  const g86 = g76 & g9;
  const g87 = g78 & g12;
  const g88 = g72 & x0;
  const g89 = g70 & g3;
  const g90 = g73 & g18;
  const g91 = g74 & g15;
  const g92 = g75 & g10;
  const g93 = g71 & g5;
  const g94 = g77 & g13;
  const g95 = g76 & g8;
  const g96 = g78 & g6;
  // Back from the tower field, with the second affine map.
  const g97 = g86 ^ g94;
  const g98 = g95 ^ g97;
  const g99 = g83 ^ g84;
  const g100 = g79 ^ g81;
  const g101 = g88 ^ g98;
  const g102 = g87 ^ g99;
  const g103 = g90 ^ g100;
  const g104 = g85 ^ g93;
  const g105 = g82 ^ g84;
  const g106 = g102 ^ g103;
  const g107 = g101 ^ g105;
  const g108 = g92 ^ g104;
  const g109 = g89 ^ g108;
  const g110 = g91 ^ g92;
  const g111 = g106 ^ g110;
  const g112 = g107 ^ g109;
  const g113 = g98 ^ g104;
  const g114 = g96 ^ g111;
  const g115 = g103 ^ g109;
  const g116 = g101 ^ g106;
  const g117 = g90 ^ g107;
  const g118 = g97 ^ g114;
  const g119 = g91 ^ g100;
  const g120 = g85 ^ g117;
  const g121 = g80 ^ g99;
  const g122 = g85 ^ g102;
  const g123 = g88 ^ g118;
  const g124 = g86 ^ g115;
  const g125 = g81 ^ g121;
  const g126 = g113 ^ g119;
  planes[0] = ~g112;
  planes[1] = ~g116;
  planes[2] = g124;
  planes[3] = g122;
  planes[4] = ~g120;
  planes[5] = g126;
  planes[6] = ~g123;
  planes[7] = ~g125;
}
