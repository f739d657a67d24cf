// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Answers as an OP Stack rollup's oracle: by the size of a transaction from Fjord on, before that by its bytes.
contract GasPriceOracle {
    bool public isFjord;

    function getL1FeeUpperBound(uint256 unsignedTxSize) external view returns (uint256) {
        require(isFjord, "only from Fjord on");
        return unsignedTxSize * 1_000_000;
    }

    function getL1Fee(bytes calldata data) external pure returns (uint256 fee) {
        for (uint256 i = 0; i < data.length; i++) fee += data[i] == 0 ? 4 : 16;
    }
}
