'use strict';

/** Stands for the package `webgpu`, an ES module, which jest cannot load into CommonJS: the library that it opens. */
const platform = process.platform === 'darwin' ? 'darwin-universal' : `${process.platform}-${process.arch}`;
module.exports = require(`webgpu/dist/${platform}/dawn.node`);
